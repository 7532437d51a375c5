package io.llmdatavault.observability.alert;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFileReading;
import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

/**
 * Reads the rule files that properties name. A path without {@code classpath:} or {@code file:} is one of the file
 * system; nothing is ever fetched from another machine.
 */
final class RuleFiles {

    static final String KEY = AlertProperties.PREFIX + ".rule-files";

    private static final String FILE = "file:";

    private static final Pattern CLASSPATH = Pattern.compile("classpath\\*?:.*");

    /** A single letter is a drive of Windows. */
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private static final int MAXIMUM_FILES = 1000;

    private final ResourceLoader resources;

    private final RuleProblems problems;

    private final List<RuleFileReading> readings = new ArrayList<>();

    private final Set<String> read = new HashSet<>();

    private final Consumer<Path> found;

    private RuleFiles(ResourceLoader resources, RuleProblems problems, Consumer<Path> found) {
        this.resources = resources;
        this.problems = problems;
        this.found = found;
    }

    /**
     * What is right in all files; the rest goes to the problems.
     * @param found is told of each {@linkplain #changeable changeable} file before it is read
     */
    static List<RuleFileReading> read(
            List<String> locations, ResourceLoader resources, RuleProblems problems, Consumer<Path> found) {
        if (locations.isEmpty()) {
            return List.of();
        }
        if (!ClassUtils.isPresent("org.yaml.snakeyaml.Yaml", resources.getClassLoader())) {
            throw ConfigurationError.builder(KEY, "asks for rule files, but SnakeYAML, which reads them, is missing")
                    .detail("Add the dependency org.yaml:snakeyaml, or remove " + KEY + ".")
                    .build();
        }
        RuleFiles files = new RuleFiles(resources, problems, found);
        locations.forEach(location -> files.read(location.strip()));
        return files.readings;
    }

    /**
     * The files that are outside of the application now, and so may be other ones later; those of a location that cannot
     * be searched are left out.
     */
    static List<Path> changeable(List<String> locations, ResourceLoader resources) {
        RuleFiles files = new RuleFiles(resources, new RuleProblems(), unused -> {});
        List<Path> paths = new ArrayList<>();
        for (String location : locations) {
            if (isChangeable(location.strip())) {
                try {
                    for (Resource resource : files.find(location.strip())) {
                        paths.add(resource.getFile().toPath());
                    }
                } catch (IOException | IllegalArgumentException ex) {
                    // Reading it says so, which is a reason to read again.
                }
            }
        }
        return paths;
    }

    private static boolean isChangeable(String location) {
        return !CLASSPATH.matcher(location).matches();
    }

    private void read(String location) {
        try {
            for (Resource resource : find(location)) {
                if (read.size() > MAXIMUM_FILES) {
                    throw new IOException("more than " + MAXIMUM_FILES + " files");
                }
                if (isChangeable(location)) {
                    found.accept(resource.getFile().toPath());
                }
                read(location, resource);
            }
        } catch (IOException | IllegalArgumentException ex) {
            // The latter of what is no path, or no pattern.
            refuseUnreadable(location, location, ex);
        }
    }

    private List<Resource> find(String location) throws IOException {
        String path = location.startsWith(FILE) ? location.substring(FILE.length()) : location;
        boolean classpath = CLASSPATH.matcher(location).matches();
        if (path.isBlank() || (!classpath && OTHER_SCHEME.matcher(path).matches())) {
            refuse(
                    location,
                    "names what is not a file of rules: '" + location + "'",
                    "paths, or locations that begin with classpath: or file:");
            return List.of();
        }
        if (!location.contains("*")) {
            return List.of(classpath ? resources.getResource(location) : new FileSystemResource(new File(path)));
        }
        return (classpath ? matches(location) : matches(location, path))
                .sorted(Comparator.comparing(Resource::getDescription))
                .toList();
    }

    private Stream<Resource> matches(String location, String path) throws IOException {
        RuleFileSearch search = new RuleFileSearch(path, RuleFileSearch.MAXIMUM_ENTRIES);
        search.run();
        search.unreadable()
                .forEach((unreadable, ex) -> refuse(
                        location,
                        "names what cannot be read: '" + unreadable + "' (" + ex + ")",
                        "files and directories that can be read, or to a pattern that does not go there"));
        if (search.files().isEmpty() && search.unreadable().isEmpty()) {
            warnOfNone(location);
        }
        return search.files().stream().map(FileSystemResource::new);
    }

    private Stream<Resource> matches(String location) throws IOException {
        List<Resource> matches = new ArrayList<>();
        try {
            for (Resource match : new PathMatchingResourcePatternResolver(resources).getResources(location)) {
                if (!isDirectory(match)) {
                    matches.add(match);
                }
            }
        } catch (FileNotFoundException ex) {
            // The directory is not there.
        }
        if (matches.isEmpty()) {
            warnOfNone(location);
        }
        return matches.stream();
    }

    private void warnOfNone(String location) {
        problems.warn("No rule file is called " + location + " (key " + KEY + ")");
    }

    private void read(String location, Resource resource) throws IOException {
        if (!resource.exists()) {
            refuse(
                    location,
                    "names a file that does not exist: '" + location + "'"
                            + (resource.isFile() ? " (" + resource.getFile().getAbsolutePath() + ")" : ""),
                    "files that exist; a path is looked for in the file system, and with classpath: in the application");
        } else if (isDirectory(resource)) {
            refuse(location, "names a directory: '" + location + "'", "files, as in " + location + "/*.yml");
        } else if (resource.isFile() && !resource.getFile().isFile()) {
            // Opening a pipe would wait for somebody who writes.
            refuse(location, "names what is no regular file: '" + location + "'", "regular files");
        } else if (read.add(identity(resource))) {
            String name = name(location, resource);
            try (InputStream in = resource.getInputStream();
                    InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
                readings.add(RuleFile.readLeniently(reader, name));
            } catch (IOException ex) {
                refuseUnreadable(location, name, ex);
            }
        }
    }

    private static boolean isDirectory(Resource resource) throws IOException {
        if (resource.isFile()) {
            return resource.getFile().isDirectory();
        }
        // In a jar.
        return resource.getURL().getPath().endsWith("/");
    }

    /** The same for all links to a file. */
    private static String identity(Resource resource) throws IOException {
        return resource.isFile()
                ? resource.getFile().toPath().toRealPath().toString()
                : resource.getURL().toString();
    }

    /** As whoever configured it would call it. */
    private static String name(String location, Resource resource) throws IOException {
        if (!location.contains("*")) {
            return location;
        }
        if (!resource.isFile()) {
            return resource.getURL().toString();
        }
        String here = new File("").getAbsolutePath() + File.separator;
        String path = resource.getFile().getAbsolutePath();
        return path.startsWith(here) ? path.substring(here.length()) : path;
    }

    private void refuseUnreadable(String location, String name, Exception ex) {
        refuse(location, "names a file that cannot be read: '" + name + "' (" + ex + ")", "files to be read");
    }

    private void refuse(String location, String problem, String expected) {
        problems.add(location, "", ConfiguredRules.error(KEY, problem, expected));
    }
}
