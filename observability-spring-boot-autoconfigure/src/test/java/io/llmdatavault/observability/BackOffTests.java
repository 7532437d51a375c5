package io.llmdatavault.observability;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.mock.web.MockServletContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's bean always wins: every bean method of every auto-configuration in {@code AutoConfiguration.imports} backs
 * off when the application defines a bean of its type. New auto-configurations are found, not listed.
 */
class BackOffTests {

    static Stream<Method> beanMethods() {
        return AutoConfigurations.beanMethods().stream();
    }

    @Test
    void importsAreSortedAndComplete() {
        assertThat(AutoConfigurations.names()).isNotEmpty().isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyBeanIsThereWithoutAUserBean() {
        List<String> names = Arrays.asList(definitions(null));
        assertThat(beanMethods().map(Method::getName))
                .allSatisfy(name -> assertThat(names).contains(name));
    }

    @ParameterizedTest
    @MethodSource("beanMethods")
    void backsOffForUserBean(Method beanMethod) {
        assertThat(definitions(beanMethod)).contains("userBean").doesNotContain(beanMethod.getName());
    }

    private static String[] definitions(Method overridden) {
        try (DefinitionsOnlyContext context = new DefinitionsOnlyContext()) {
            context.setServletContext(new MockServletContext());
            TestPropertyValues.of("spring.main.banner-mode=off").applyTo(context);
            context.register(Application.class);
            if (overridden != null) {
                RootBeanDefinition definition = new RootBeanDefinition(overridden.getReturnType());
                definition.setTargetType(ResolvableType.forMethodReturnType(overridden));
                context.registerBeanDefinition("userBean", definition);
            }
            context.refresh();
            return context.getBeanFactory().getBeanDefinitionNames();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Evaluates all conditions and stops before it makes a bean, so that a user's bean needs no instance. */
    private static final class DefinitionsOnlyContext extends AnnotationConfigServletWebApplicationContext {

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {}

        @Override
        protected void initMessageSource() {}

        @Override
        protected void initApplicationEventMulticaster() {}

        @Override
        protected void onRefresh() {}

        @Override
        protected void registerListeners() {}

        @Override
        protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beanFactory) {}

        @Override
        protected void finishRefresh() {}

        @Override
        protected void doClose() {}
    }
}
