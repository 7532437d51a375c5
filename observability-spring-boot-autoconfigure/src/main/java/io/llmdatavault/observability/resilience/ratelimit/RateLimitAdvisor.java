package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;

import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/**
 * Asks the limit before each call of a limited method. A plain advisor, so that AspectJ need not be there; found by
 * whatever proxy creator the application has.
 */
final class RateLimitAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private final transient AnnotatedMethods<VaultRateLimit, MethodLimit> methods;

    RateLimitAdvisor(MethodLimitFactory factory) {
        this.methods = new AnnotatedMethods<>(VaultRateLimit.class, factory::create);
        setClassFilter(AnnotatedMethods::mayBeAnnotated);
        setAdvice((MethodInterceptor) this::ask);
        setOrder(VaultRateLimit.ORDER);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return methods.find(method, targetClass) != null;
    }

    private @Nullable Object ask(MethodInvocation call) throws Throwable {
        // The class that matches() was asked about: not what a proxy further in hides.
        Object target = call.getThis();
        if (AnnotatedMethods.isAdvisedBy(this, target)) {
            return call.proceed();
        }
        Class<?> declaring = call.getMethod().getDeclaringClass();
        MethodLimit limit = methods.find(call.getMethod(), target != null ? target.getClass() : declaring);
        return limit != null ? limit.call(call) : call.proceed();
    }
}
