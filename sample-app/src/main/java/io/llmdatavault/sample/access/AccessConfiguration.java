package io.llmdatavault.sample.access;

import io.llmdatavault.sample.RecordVaultProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Asks for an API key on {@code /api/**}, but only where keys are configured. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration implements WebMvcConfigurer {

    private final RecordVaultProperties properties;

    AccessConfiguration(RecordVaultProperties properties) {
        this.properties = properties;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        if (!properties.apiKeys().isEmpty()) {
            registry.addInterceptor(new ApiKeyInterceptor(properties.apiKeys())).addPathPatterns("/api/**");
        }
    }
}
