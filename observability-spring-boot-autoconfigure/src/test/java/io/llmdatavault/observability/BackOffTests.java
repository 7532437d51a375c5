package io.llmdatavault.observability;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.reactive.context.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
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
        Set<String> names = new HashSet<>(definitions(new ServletContext(), null));
        names.addAll(definitions(new ReactiveContext(), null));
        assertThat(beanMethods().map(Method::getName))
                .allSatisfy(name -> assertThat(names).contains(name));
    }

    @ParameterizedTest
    @MethodSource("beanMethods")
    void backsOffForUserBean(Method beanMethod) {
        assertThat(definitions(new ServletContext(), beanMethod))
                .contains("userBean")
                .doesNotContain(beanMethod.getName());
        assertThat(definitions(new ReactiveContext(), beanMethod))
                .contains("userBean")
                .doesNotContain(beanMethod.getName());
    }

    private static <C extends GenericApplicationContext & AnnotationConfigRegistry> List<String> definitions(
            C context, Method overridden) {
        TestPropertyValues.of("spring.main.banner-mode=off").applyTo(context);
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

    private static final class ReactiveContext extends AnnotationConfigReactiveWebApplicationContext {

        @Override
        protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
            throw new DefinitionsAreComplete();
        }
    }
}
