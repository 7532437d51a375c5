package io.llmdatavault.observability.health;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

import io.llmdatavault.observability.health.StorageFault.Operation;

/**
 * A bucket or container in a cloud: there, open to the credentials, and on request written to, read from and tidied up.
 * Each backend has a subclass, which makes the calls with the application's own client and knows its failures.
 */
abstract class ObjectStoreProbe implements ShippedStorageProbe {

    /** A rule for the lifecycle of objects can name it, for what a process that is killed leaves behind. */
    static final String PREFIX = "vault-health-check/";

    private static final byte[] CONTENT = "vault health check".getBytes(StandardCharsets.US_ASCII);

    /** The rest is for tidying up, and for answering before the check is given up. */
    private static final int WORK_PERCENT = 70;

    private static final int TIDY_PERCENT = 90;

    /** Instances of the application must not delete what another one is about to read. */
    private final String key = PREFIX + UUID.randomUUID();

    private final Duration limit;

    private final boolean writeCheck;

    ObjectStoreProbe(Duration limit, boolean writeCheck) {
        this.limit = limit;
        this.writeCheck = writeCheck;
    }

    /** Makes the cheapest call that only succeeds with the right credentials and when the bucket is there. */
    abstract void look(CallBudget budget) throws Exception;

    abstract void write(String key, byte[] content, CallBudget budget) throws Exception;

    abstract byte[] read(String key, CallBudget budget) throws Exception;

    abstract void delete(String key, CallBudget budget) throws Exception;

    abstract StorageFault explain(Exception failure);

    @Override
    public ComponentHealth probe() {
        CallBudget work = CallBudget.of(limit, WORK_PERCENT);
        CallBudget tidy = CallBudget.of(limit, TIDY_PERCENT);
        try {
            look(work);
        } catch (Exception ex) {
            return unhealthy(Operation.LOOK, ex);
        }
        return writeCheck ? tryOut(work, tidy) : ComponentHealth.healthy("The storage can be used.");
    }

    private ComponentHealth tryOut(CallBudget work, CallBudget tidy) {
        ComponentHealth health = writeAndRead(work);
        // A write that was not answered may have been made all the same.
        boolean interrupted = Thread.interrupted();
        try {
            delete(key, tidy);
        } catch (Exception ex) {
            return health.state() == HealthState.HEALTHY ? unhealthy(Operation.DELETE, ex) : health;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return health;
    }

    private ComponentHealth writeAndRead(CallBudget budget) {
        Operation operation = Operation.WRITE;
        try {
            write(key, CONTENT, budget);
            operation = Operation.READ;
            return Arrays.equals(read(key, budget), CONTENT)
                    ? ComponentHealth.healthy("The storage can be used.")
                    : StorageFault.ALTERED.health(operation);
        } catch (Exception ex) {
            return unhealthy(operation, ex);
        }
    }

    private ComponentHealth unhealthy(Operation operation, Exception failure) {
        return explain(failure).health(operation).causedBy(failure);
    }
}
