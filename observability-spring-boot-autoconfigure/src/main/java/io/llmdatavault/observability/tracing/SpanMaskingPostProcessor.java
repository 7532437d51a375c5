package io.llmdatavault.observability.tracing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.logging.Masker;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Masks the spans that Spring Boot hands to exporters. Stands where Boot collects the exporters for its span processor,
 * and not before each exporter bean: those keep their type, so that whoever injects an own exporter still can. Boot's
 * collecting interface lies in another package in every line, so it is told by its name.
 */
final class SpanMaskingPostProcessor implements BeanPostProcessor {

    private static final String EXPORTERS = "SpanExporters";

    private static final String BOOT = "org.springframework.boot.";

    private final ObjectProvider<Masker> masker;

    SpanMaskingPostProcessor(ObjectProvider<Masker> masker) {
        this.masker = masker;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Masker available = bean instanceof Iterable<?> ? masker.getIfAvailable() : null;
        if (bean instanceof Iterable<?> exporters && available != null) {
            for (Class<?> type : ClassUtils.getAllInterfacesForClass(bean.getClass())) {
                if (type.getSimpleName().equals(EXPORTERS) && type.getName().startsWith(BOOT)) {
                    return masking(type, exporters, available);
                }
            }
        }
        return bean;
    }

    private static Object masking(Class<?> type, Iterable<?> exporters, Masker masker) {
        List<SpanExporter> masking = new ArrayList<>();
        for (Object exporter : exporters) {
            masking.add(new MaskingSpanExporter((SpanExporter) exporter, masker));
        }
        List<SpanExporter> list = List.copyOf(masking);
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "list" -> list;
                    case "iterator" -> list.iterator();
                    case "spliterator" -> list.spliterator();
                    // equals, hashCode and toString are the bean's; everything else sees masking exporters only.
                    default -> invoke(method.getDeclaringClass() == Object.class ? exporters : list, method, arguments);
                });
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }
}
