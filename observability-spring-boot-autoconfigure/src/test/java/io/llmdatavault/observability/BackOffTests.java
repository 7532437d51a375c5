package io.llmdatavault.observability;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.reactive.context.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.mock.web.MockServletContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's bean always wins: every bean method of every auto-configuration in {@code AutoConfiguration.imports} backs
 * off when the application defines a bean of its type. New auto-configurations are found, not listed.
 */
class BackOffTests {

    /** Some beans are only there with a key. */
    private static final String[] KEYS = {
        "vault.observability.health.kms.provider=local",
        "vault.observability.health.storage.local.path=data",
        "vault.observability.health.storage.s3.bucket=data",
        "vault.observability.health.storage.azure.container=data",
        "vault.observability.health.storage.gcs.bucket=data",
        "vault.observability.request-id.user=name",
        "vault.observability.problem.client.enabled=true"
    };

    private static final Set<String> SERVLET = Set.copyOf(definitions(new ServletContext(), null, List.of()));

    private static final Set<String> REACTIVE = Set.copyOf(definitions(new ReactiveContext(), null, List.of()));

    static Stream<Method> beanMethods() {
        return AutoConfigurations.beanMethods().stream();
    }

    @Test
    void importsAreSortedAndComplete() {
        List<String> onDisk = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.llmdatavault.observability")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
        assertThat(onDisk).hasSizeGreaterThan(5);
        assertThat(AutoConfigurations.names()).containsExactlyElementsOf(onDisk);
    }

    @Test
    void everyBeanIsThereWithoutAUserBean() {
        assertThat(beanMethods()).allSatisfy(method -> {
            String name = method.getName();
            boolean there = SERVLET.contains(name) || REACTIVE.contains(name);
            assertThat(there
                            || definitions(new ServletContext(), null, choice(method))
                                    .contains(name))
                    .as(name)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("beanMethods")
    void backsOffForUserBean(Method beanMethod) {
        List<String> choice = choice(beanMethod);
        if (SERVLET.contains(beanMethod.getName()) || !choice.isEmpty()) {
            assertThat(definitions(new ServletContext(), beanMethod, choice))
                    .contains("userBean")
                    .doesNotContain(beanMethod.getName());
        }
        if (REACTIVE.contains(beanMethod.getName())) {
            assertThat(definitions(new ReactiveContext(), beanMethod, choice))
                    .contains("userBean")
                    .doesNotContain(beanMethod.getName());
        }
    }

    /** What a bean needs of a key that chooses between several. */
    private static List<String> choice(Method beanMethod) {
        ConditionalOnProperty condition = beanMethod.getDeclaringClass().getAnnotation(ConditionalOnProperty.class);
        return condition == null || condition.havingValue().isEmpty()
                ? List.of()
                : Stream.of(condition.name())
                        .map(name -> name + "=" + condition.havingValue())
                        .toList();
    }

    private static <C extends GenericApplicationContext & AnnotationConfigRegistry> List<String> definitions(
            C context, Method overridden, List<String> choice) {
        TestPropertyValues.of("spring.main.banner-mode=off")
                .and(KEYS)
                .and(choice.toArray(String[]::new))
                .applyTo(context);
        context.register(Application.class);
        if (overridden != null) {
            RootBeanDefinition definition = new RootBeanDefinition(overridden.getReturnType());
            definition.setTargetType(ResolvableType.forMethodReturnType(overridden));
            context.registerBeanDefinition("userBean", definition);
        }
        try {
            context.refresh();
        } catch (DefinitionsAreComplete ex) {
            return List.of(context.getBeanFactory().getBeanDefinitionNames());
        }
        throw new AssertionError("The context made beans");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Stops a context that has evaluated all conditions before it makes a bean: a user's bean needs no instance. */
    private static final class DefinitionsAreComplete extends RuntimeException {}

    private static final class ServletContext extends AnnotationConfigServletWebApplicationContext {

        ServletContext() {
            setServletContext(new MockServletContext());
        }

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
            throw new DefinitionsAreComplete();
        }
    }

    /** Of an application with an executor of its own, upon which Spring Boot names none to {@code @Async} methods. */
    private static final class ReactiveContext extends AnnotationConfigReactiveWebApplicationContext {

        ReactiveContext() {
            registerBeanDefinition("executor", new RootBeanDefinition(ThreadPoolTaskExecutor.class));
        }

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
            throw new DefinitionsAreComplete();
        }
    }
}
