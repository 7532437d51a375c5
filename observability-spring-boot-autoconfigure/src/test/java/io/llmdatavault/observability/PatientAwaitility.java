package io.llmdatavault.observability;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets each {@code await()} without a limit of its own wait longer than Awaitility's ten seconds: what it waits for has
 * happened or never will, and a machine that runs the tests on two JDKs at once may be that late.
 */
public class PatientAwaitility implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
