package io.llmdatavault.observability.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What follows a request from thread to thread.
 *
 * @param reactor Whether request id and trace follow a request through Reactor's operators, by Spring Boot's
 * spring.reactor.context-propagation.
 */
@ConfigurationProperties(value = ContextPropagationProperties.PREFIX, ignoreUnknownFields = false)
record ContextPropagationProperties(@DefaultValue("true") boolean reactor) {

    static final String PREFIX = "vault.observability.context-propagation";
}
