package io.llmdatavault.observability.configuration;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Explains in the condition report which switch turned a feature off. */
final class OnFeatureCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String feature =
                metadata.getAnnotations().get(ConditionalOnFeature.class).getString("value");
        ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnFeature.class, feature);
        return FeatureSwitch.findDisablingKey(context.getEnvironment(), feature)
                .map(key -> ConditionOutcome.noMatch(message.because(key + " is false")))
                .orElseGet(() -> ConditionOutcome.match(message.because("no switch turns it off")));
    }
}
