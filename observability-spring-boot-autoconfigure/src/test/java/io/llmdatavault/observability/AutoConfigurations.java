package io.llmdatavault.observability;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** What {@code AutoConfiguration.imports} of this starter lists, and the bean methods behind it. */
final class AutoConfigurations {

    private static final String BASE = "io.llmdatavault.observability.";

    private AutoConfigurations() {}

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, AutoConfigurations.class.getClassLoader())) {
            if (name.startsWith(BASE)) {
                names.add(name);
            }
        }
        return names;
    }

    static List<Method> beanMethods() {
        Set<String> seen = new TreeSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        names().forEach(name -> open.add(ClassUtils.resolveClassName(name, null)));
        List<Method> methods = new ArrayList<>();
        while (!open.isEmpty()) {
            Class<?> configuration = open.pop();
            if (!seen.add(configuration.getName()) || lacksClasses(configuration)) {
                continue;
            }
            for (Method method : configuration.getDeclaredMethods()) {
                if (AnnotatedElementUtils.isAnnotated(method, Bean.class)) {
                    methods.add(method);
                }
            }
            for (Class<?> nested : configuration.getDeclaredClasses()) {
                if (AnnotatedElementUtils.isAnnotated(nested, Configuration.class)) {
                    open.add(nested);
                }
            }
            Import imports = AnnotatedElementUtils.findMergedAnnotation(configuration, Import.class);
            if (imports != null) {
                for (Class<?> imported : imports.value()) {
                    if (imported.getName().startsWith(BASE)) {
                        open.add(imported);
                    }
                }
            }
        }
        return methods;
    }

    /** The adapters of the other Boot line: their methods have types that are not here. */
    private static boolean lacksClasses(Class<?> configuration) {
        return AnnotatedElementUtils.findAllMergedAnnotations(configuration, ConditionalOnClass.class).stream()
                .flatMap(condition -> Stream.of(condition.name()))
                .anyMatch(name -> !ClassUtils.isPresent(name, configuration.getClassLoader()));
    }
}
