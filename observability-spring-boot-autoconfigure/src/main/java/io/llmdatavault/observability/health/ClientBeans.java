package io.llmdatavault.observability.health;

import java.util.List;
import java.util.Optional;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/** Finds the client that the application itself uses for what a key names. */
final class ClientBeans {

    private ClientBeans() {}

    /** Empty when there is none of the type. */
    static <T> Optional<T> find(ListableBeanFactory beanFactory, Class<T> type, String key) {
        try {
            return Optional.ofNullable(beanFactory.getBeanProvider(type).getIfAvailable());
        } catch (NoUniqueBeanDefinitionException ex) {
            throw ConfigurationError.builder(
                            key,
                            "There are several beans of the type %s (%s), and none of them is primary"
                                    .formatted(
                                            type.getSimpleName(),
                                            String.join(", ", List.of(beanFactory.getBeanNamesForType(type)))))
                    .expectedType("a name, with @Primary on one of them; or remove it and define a bean of the type"
                            + " StorageProbe")
                    .cause(ex)
                    .build();
        }
    }

    static ConfigurationError missing(String key, String types) {
        return ConfigurationError.builder(key, "There is no bean of the type %s to ask with".formatted(types))
                .expectedType("a name, with such a bean in the application; or remove it")
                .build();
    }
}
