package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;

import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Retries annotated methods. A plain advisor: AspectJ need not be there. */
final class RetryAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    private final transient AnnotatedMethods<VaultRetry, RetriedMethod> methods;

    RetryAdvisor(RetriedMethodFactory factory) {
        this.methods = new AnnotatedMethods<>(VaultRetry.class, factory::create);
        setAdvice((MethodInterceptor) this::call);
        setOrder(VaultRetry.ORDER);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return methods.find(method, targetClass) != null;
    }

    private @Nullable Object call(MethodInvocation call) throws Throwable {
        Object target = call.getThis();
        Class<?> targetClass = target != null
                ? AopUtils.getTargetClass(target)
                : call.getMethod().getDeclaringClass();
        RetriedMethod method = methods.find(call.getMethod(), targetClass);
        return method != null ? method.call(call) : call.proceed();
    }
}
