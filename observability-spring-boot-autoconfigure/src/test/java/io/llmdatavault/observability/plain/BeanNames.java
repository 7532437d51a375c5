package io.llmdatavault.observability.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application of its own process: writes the names of its beans and property sources to a file, and ends. */
final class BeanNames {

    private BeanNames() {}

    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
            List<String> names = new ArrayList<>(Arrays.asList(context.getBeanDefinitionNames()));
            context.getEnvironment()
                    .getPropertySources()
                    .forEach(source -> names.add("property source " + source.getName()));
            names.add("structured format " + context.getEnvironment().getProperty("logging.structured.format.console"));
            Files.write(Path.of(context.getEnvironment().getRequiredProperty("bean-names.file")), names);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
