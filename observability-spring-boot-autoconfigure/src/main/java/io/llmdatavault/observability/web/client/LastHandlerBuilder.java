package io.llmdatavault.observability.web.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClient;

/**
 * A {@link RestClient.Builder} that adds an error handler when the client is built. {@code RestClient} asks its handlers in
 * the order of their registration, so one that a customizer registers would come before all that the application does.
 * A proxy, because Spring adds methods to the interface with each line.
 */
final class LastHandlerBuilder implements InvocationHandler {

    private final RestClient.Builder delegate;

    private final ResponseErrorHandler handler;

    private LastHandlerBuilder(RestClient.Builder delegate, ResponseErrorHandler handler) {
        this.delegate = delegate;
        this.handler = handler;
    }

    static RestClient.Builder of(RestClient.Builder delegate, ResponseErrorHandler handler) {
        return (RestClient.Builder) Proxy.newProxyInstance(
                LastHandlerBuilder.class.getClassLoader(),
                new Class<?>[] {RestClient.Builder.class},
                new LastHandlerBuilder(delegate, handler));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        if (method.getName().equals("apply") && arguments != null) {
            // Called on the delegate, it would hand that out, and what is built of it understands no problems.
            ((Consumer<Object>) arguments[0]).accept(proxy);
            return proxy;
        }
        if (method.getName().equals("build")) {
            return delegate.clone().defaultStatusHandler(handler).build();
        }
        Object result = call(method, arguments);
        if (result == delegate) {
            return proxy;
        }
        return result instanceof RestClient.Builder other ? of(other, handler) : result;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }
}
