package io.llmdatavault.observability.alert;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Leaves the id of the endpoint to one of the application: two of one id would end its start-up. Makes no bean. */
final class OnFreeEndpointId extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Endpoint id", AlertsEndpoint.ID);
        BeanFactory beans = context.getBeanFactory();
        while (beans instanceof ConfigurableListableBeanFactory known) {
            String other = other(known);
            if (other != null) {
                return ConditionOutcome.noMatch(message.because("the bean " + other + " has it"));
            }
            // The endpoints of parents are found, too.
            beans = known.getParentBeanFactory();
        }
        return ConditionOutcome.match(message.because("no other endpoint has it"));
    }

    private static @Nullable String other(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            if (!beans.getBeanDefinition(name).isAbstract() && isOfThisId(beans, name)) {
                return name;
            }
        }
        return null;
    }

    private static boolean isOfThisId(ListableBeanFactory beans, String name) {
        try {
            Endpoint endpoint = beans.findAnnotationOnBean(name, Endpoint.class, false);
            return endpoint != null && endpoint.id().equals(AlertsEndpoint.ID);
        } catch (BeansException ex) {
            // Its class is not known yet, as where it is a placeholder, or never will be.
            return false;
        }
    }
}
