package org.springframework.cloud.context.environment;

import org.springframework.context.ApplicationEvent;

/** Has the name of Spring Cloud's event, which is all that is looked at. */
public final class EnvironmentChangeEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    public EnvironmentChangeEvent(Object source) {
        super(source);
    }
}
