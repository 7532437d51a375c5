package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.UndeclaredThrowableException;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** How the calls of one method are retried, with everything found out beforehand. */
@FunctionalInterface
interface RetriedMethod {

    @Nullable
    Object call(MethodInvocation call) throws Exception;

    /** Retries with our own executor: a call that succeeds at once costs no more than being counted. */
    static RetriedMethod with(Retry retry) {
        return call -> {
            Object result;
            try {
                result = attempt(call);
            } catch (Exception ex) {
                return retry.afterFailure(ex, () -> attempt(call));
            }
            retry.succeeded();
            return result;
        };
    }

    /** Retries with an executor of the application's. */
    static RetriedMethod with(RetryExecutor executor, String policy, String operation) {
        return call -> executor.execute(policy, operation, () -> attempt(call));
    }

    /** An invocation can proceed once: each attempt has its own copy. */
    private static @Nullable Object attempt(MethodInvocation call) throws Exception {
        try {
            return ((ProxyMethodInvocation) call).invocableClone().proceed();
        } catch (Exception | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new UndeclaredThrowableException(ex);
        }
    }
}
