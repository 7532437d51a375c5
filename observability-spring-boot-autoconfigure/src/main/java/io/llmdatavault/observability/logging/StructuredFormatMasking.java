package io.llmdatavault.observability.logging;

import io.llmdatavault.observability.configuration.FeatureSwitch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;

/** Masks Spring Boot's own structured formats (ecs, gelf, logstash), whichever logging system writes them. */
final class StructuredFormatMasking implements StructuredLoggingJsonMembersCustomizer<Object> {

    private final Environment environment;

    StructuredFormatMasking(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void customize(JsonWriter.Members<Object> members) {
        if (FeatureSwitch.isOn(environment, "logging") && FeatureSwitch.isOn(environment, "logging.masking")) {
            Masker masker = Masker.from(environment);
            JsonWriter.ValueProcessor<@Nullable Object> masking = (path, value) -> masked(masker, path, value);
            members.applyingValueProcessor(masking);
        }
    }

    private static @Nullable Object masked(Masker masker, JsonWriter.MemberPath path, @Nullable Object value) {
        if (value == null || value instanceof WritableJson) {
            return value;
        }
        JsonWriter.MemberPath named = path;
        while (named.name() == null && named.parent() != null) {
            named = named.parent();
        }
        return masker.mask(named.name() == null ? "" : named.name(), value);
    }
}
