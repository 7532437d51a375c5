package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;

import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Retries annotated methods. A plain advisor: AspectJ need not be there. */
final class RetryAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    private final transient AnnotatedMethods<VaultRetry, RetriedMethod> methods;

    RetryAdvisor(RetriedMethodFactory factory) {
        this.methods = new AnnotatedMethods<>(VaultRetry.class, factory::create);
        setClassFilter(AnnotatedMethods::mayBeAnnotated);
        setAdvice((MethodInterceptor) this::call);
        setOrder(VaultRetry.ORDER);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return methods.find(method, targetClass) != null;
    }

    private @Nullable Object call(MethodInvocation call) throws Throwable {
        // The class that matches() was asked about: not what a proxy further in hides.
        Object target = call.getThis();
        if (AnnotatedMethods.isAdvisedBy(this, target)) {
            return call.proceed();
        }
        Class<?> declaring = call.getMethod().getDeclaringClass();
        RetriedMethod method = methods.find(call.getMethod(), target != null ? target.getClass() : declaring);
        return method != null ? method.call(call) : call.proceed();
    }
}
