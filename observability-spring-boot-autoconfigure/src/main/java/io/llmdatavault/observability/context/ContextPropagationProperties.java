package io.llmdatavault.observability.context;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What follows a request from thread to thread.
 *
 * @param executors Whether request id, user and trace follow a request to the threads of Spring's task executors, unless
 * there is a TaskDecorator bean.
 * @param reactor Whether request id, user and trace follow a request through Reactor's operators, by Spring Boot's
 * spring.reactor.context-propagation.
 */
@ConfigurationProperties(value = ContextPropagationProperties.PREFIX, ignoreUnknownFields = false)
record ContextPropagationProperties(
        @DefaultValue("true") boolean executors,
        @DefaultValue("true") boolean reactor) {

    static final String PREFIX = "vault.observability.context-propagation";
}
