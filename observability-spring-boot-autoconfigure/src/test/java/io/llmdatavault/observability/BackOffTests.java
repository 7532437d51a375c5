package io.llmdatavault.observability;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
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

    private static final Set<String> SERVLET = Set.copyOf(definitions(new ServletContext(), List.of(), List.of()));

    private static final Set<String> REACTIVE = Set.copyOf(definitions(new ReactiveContext(), List.of(), List.of()));

    private static final Set<Method> BACKED_OFF_SERVLET = backedOff(new ServletContext());

    private static final Set<Method> BACKED_OFF_REACTIVE = backedOff(new ReactiveContext());

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
                            || definitions(new ServletContext(), List.of(), choice(method))
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
            if (!BACKED_OFF_SERVLET.contains(beanMethod)) {
                backsOff(new ServletContext(), beanMethod, choice);
            }
        }
        if (REACTIVE.contains(beanMethod.getName()) && !BACKED_OFF_REACTIVE.contains(beanMethod)) {
            backsOff(new ReactiveContext(), beanMethod, choice);
        }
    }

    private static <C extends GenericApplicationContext & AnnotationConfigRegistry> void backsOff(
            C context, Method beanMethod, List<String> choice) {
        assertThat(definitions(context, List.of(beanMethod), choice))
                .contains(userBean(0))
                .doesNotContain(beanMethod.getName());
    }

    /**
     * Those that a context with a user's bean for each of them has left out for exactly that bean. It says nothing of
     * the others: their whole configuration may have backed off for another's.
     */
    private static <C extends GenericApplicationContext & AnnotationConfigRegistry> Set<Method> backedOff(C context) {
        List<Method> methods = beanMethods().toList();
        ConditionEvaluationReport report = refresh(context, methods, List.of());
        return IntStream.range(0, methods.size())
                .filter(i -> reasons(report, methods.get(i))
                        .anyMatch(reason -> reason.contains("ConditionalOnMissingBean")
                                && reason.matches("(?s).*\\b" + userBean(i) + "\\b.*")))
                .mapToObj(methods::get)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> reasons(ConditionEvaluationReport report, Method method) {
        ConditionAndOutcomes outcomes = report.getConditionAndOutcomesBySource()
                .get(method.getDeclaringClass().getName() + "#" + method.getName());
        return outcomes == null
                ? Stream.empty()
                : outcomes.stream()
                        .filter(outcome -> !outcome.getOutcome().isMatch())
                        .map(outcome -> outcome.getOutcome().getMessage());
    }

    private static String userBean(int index) {
        return "userBean" + index;
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
            C context, List<Method> overridden, List<String> choice) {
        refresh(context, overridden, choice);
        return List.of(context.getBeanFactory().getBeanDefinitionNames());
    }

    private static <C extends GenericApplicationContext & AnnotationConfigRegistry> ConditionEvaluationReport refresh(
            C context, List<Method> overridden, List<String> choice) {
        TestPropertyValues.of("spring.main.banner-mode=off")
                .and(KEYS)
                .and(choice.toArray(String[]::new))
                .applyTo(context);
        context.register(Application.class);
        for (int i = 0; i < overridden.size(); i++) {
            RootBeanDefinition definition =
                    new RootBeanDefinition(overridden.get(i).getReturnType());
            if (BeanFactoryPostProcessor.class.isAssignableFrom(definition.getBeanClass())) {
                // Made before conditions are looked at by anybody.
                Object postProcessor = Mockito.mock(definition.getBeanClass());
                definition.setInstanceSupplier(() -> postProcessor);
            }
            definition.setTargetType(ResolvableType.forMethodReturnType(overridden.get(i)));
            context.registerBeanDefinition(userBean(i), definition);
        }
        try {
            context.refresh();
        } catch (DefinitionsAreComplete ex) {
            return ex.report;
        }
        throw new AssertionError("The context made beans");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Stops a context that has evaluated all conditions before it makes a bean: a user's bean needs no instance. */
    private static final class DefinitionsAreComplete extends RuntimeException {

        private final transient ConditionEvaluationReport report;

        DefinitionsAreComplete(ConfigurableListableBeanFactory beanFactory) {
            this.report = ConditionEvaluationReport.get(beanFactory);
        }
    }

    private static final class ServletContext extends AnnotationConfigServletWebApplicationContext {

        ServletContext() {
            setServletContext(new MockServletContext());
        }

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
            throw new DefinitionsAreComplete(beanFactory);
        }
    }

    /** Of an application with an executor of its own, upon which Spring Boot names none to {@code @Async} methods. */
    private static final class ReactiveContext extends AnnotationConfigReactiveWebApplicationContext {

        ReactiveContext() {
            registerBeanDefinition("executor", new RootBeanDefinition(ThreadPoolTaskExecutor.class));
        }

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
            throw new DefinitionsAreComplete(beanFactory);
        }
    }
}
