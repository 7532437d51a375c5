package io.llmdatavault.observability.context;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What follows a request from thread to thread.
 *
 * @param executors Whether request id, user and trace follow a request to the threads of Spring's task executors, unless
 * there is a TaskDecorator bean.
 */
@ConfigurationProperties(value = "vault.observability.context-propagation", ignoreUnknownFields = false)
record ContextPropagationProperties(@DefaultValue("true") boolean executors) {}
