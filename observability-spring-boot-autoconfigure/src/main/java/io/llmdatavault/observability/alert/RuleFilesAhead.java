package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.llmdatavault.observability.alert.promql.rulefile.RuleFileReading;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Reads the rule files while the beans of the application are made: it takes half a second for a thousand rules, most of
 * it for code that has never run before. The daemon thread {@code vault-alert-rule-files} ends when they are read. What
 * is wrong with them is for whoever asks for them.
 */
final class RuleFilesAhead implements BeanFactoryPostProcessor, DisposableBean {

    private final Environment environment;

    private final ResourceLoader resources;

    private @Nullable FutureTask<Reading> reading;

    RuleFilesAhead(Environment environment, ResourceLoader resources) {
        this.environment = environment;
        this.resources = resources;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        List<String> locations = locations();
        // While code is generated, no bean will ask for them.
        if (!locations.isEmpty() && !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            FutureTask<Reading> task = new FutureTask<>(() -> read(locations));
            Thread thread = new Thread(task, "vault-alert-rule-files");
            thread.setDaemon(true);
            thread.start();
            reading = task;
        }
    }

    private List<String> locations() {
        try {
            return Binder.get(environment)
                    .bind(RuleFiles.KEY, Bindable.listOf(String.class))
                    .orElseGet(List::of);
        } catch (BindException ex) {
            // Comes again where it can be told.
            return List.of();
        }
    }

    private Reading read(List<String> locations) {
        // As of before it is read: what changes meanwhile has changed.
        List<Stamp> stamps = new ArrayList<>();
        RuleProblems problems = new RuleProblems();
        List<RuleFileReading> files =
                RuleFiles.read(locations, resources, problems, path -> stamps.add(Stamp.of(path)));
        return new Reading(locations, stamps, files, problems);
    }

    private List<Stamp> stamps(List<String> locations) {
        return RuleFiles.changeable(locations, resources).stream()
                .map(Stamp::of)
                .toList();
    }

    /**
     * What is right in all files; the rest goes to the problems. Waits until they are read. They are read once more where
     * anything was wrong with them, or where they are no longer the same: a bean may have written them meanwhile.
     * @param locations where they are
     * @param problems takes what is wrong
     */
    List<RuleFileReading> read(List<String> locations, RuleProblems problems) {
        Reading read = takeReading();
        return read != null && isCurrent(read, locations)
                ? read.files
                : RuleFiles.read(locations, resources, problems, unused -> {});
    }

    private boolean isCurrent(Reading read, List<String> locations) {
        return read.locations.equals(locations) && read.problems.isEmpty() && read.stamps.equals(stamps(locations));
    }

    /** Once: what has been made into rules need not be kept. */
    private @Nullable Reading takeReading() {
        FutureTask<Reading> task = reading;
        reading = null;
        try {
            return task == null ? null : task.get();
        } catch (ExecutionException | CancellationException ex) {
            // Comes again where it can be told.
            return null;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Nobody will ask any more. */
    @Override
    public void destroy() {
        FutureTask<Reading> task = reading;
        reading = null;
        if (task != null) {
            task.cancel(true);
        }
    }

    private record Reading(
            List<String> locations, List<Stamp> stamps, List<RuleFileReading> files, RuleProblems problems) {}

    /** What tells whether a file has been written since. */
    private record Stamp(Path file, long size, @Nullable FileTime modified) {

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(file, attributes.size(), attributes.lastModifiedTime());
            } catch (IOException ex) {
                // Reading it says so.
                return new Stamp(file, 0, null);
            }
        }
    }
}
