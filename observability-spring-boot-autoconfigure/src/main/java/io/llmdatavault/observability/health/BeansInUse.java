package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of a type, without making those that the application has not made: a check keeps a lazy bean lazy. One of a
 * scope is of no use to a thread that is in none, and left out.
 */
record BeansInUse<T>(Class<T> type, ConfigurableListableBeanFactory beanFactory) {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : beanFactory.getBeanNamesForType(type, false, false)) {
            if (!beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name))) {
                names.add(name);
            }
        }
        return names;
    }

    /** {@code null} while there is none. */
    @Nullable
    T get(String name) {
        if (!beanFactory.containsSingleton(name)) {
            return null;
        }
        Object bean = beanFactory.getBean(name);
        return type.isInstance(bean) && !(bean instanceof ScopedObject) ? type.cast(bean) : null;
    }

    /** For the start of the application: what it makes then anyway may be made now. */
    @Nullable
    T getOrMake(String name) {
        if (!beanFactory.containsSingleton(name)
                && beanFactory.containsBeanDefinition(name)
                && !beanFactory.getMergedBeanDefinition(name).isLazyInit()) {
            try {
                beanFactory.getBean(name);
            } catch (BeansException ex) {
                // It needs what is being made right now, or it ends start-up when its own turn comes.
                logger.debug("The bean {} is not there yet", name, ex);
            }
        }
        return get(name);
    }
}
