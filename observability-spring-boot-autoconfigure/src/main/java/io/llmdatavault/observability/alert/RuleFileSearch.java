package io.llmdatavault.observability.alert;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.StringUtils;

/**
 * Searches the file system for the files of a pattern. They are those that Spring's resolver finds, but it looks into every
 * directory below, and finds nothing at all where one of them cannot be read. This goes only where the pattern goes, and
 * says what it could not read there.
 */
final class RuleFileSearch extends SimpleFileVisitor<Path> {

    /** Files and directories; links can make far more of them than there are. */
    static final int MAXIMUM_ENTRIES = 1_000_000;

    /** Directories within each other, all of which are open at the same time. */
    static final int MAXIMUM_DEPTH = 100;

    /** More than anybody reads. */
    private static final int MAXIMUM_UNREADABLE = 100;

    private static final String ANY_DEPTH = "**";

    private final AntPathMatcher matcher = new AntPathMatcher();

    private final String pattern;

    private final int maximumEntries;

    /** What comes before the first wildcard. */
    private final Path root;

    private final int depth;

    private final boolean reachesAnyDepth;

    private final List<Path> files = new ArrayList<>();

    private final Map<Path, IOException> unreadable = new LinkedHashMap<>();

    private int entries;

    /**
     * A search that has not begun.
     * @param path a path with wildcards
     * @param maximumEntries how many files and directories it looks at
     */
    RuleFileSearch(String path, int maximumEntries) {
        this.pattern = StringUtils.cleanPath(new File(path).getAbsolutePath().replace(File.separatorChar, '/'));
        this.maximumEntries = maximumEntries;
        int end = pattern.length();
        while (matcher.isPattern(pattern.substring(0, end))) {
            end = pattern.lastIndexOf('/', end - 2) + 1;
        }
        this.root = Path.of(pattern.substring(0, end));
        List<String> segments = List.of(pattern.substring(end).split("/"));
        this.reachesAnyDepth = segments.contains(ANY_DEPTH);
        this.depth = reachesAnyDepth ? MAXIMUM_DEPTH : segments.size();
    }

    /**
     * Searches, once.
     * @throws IOException if there is more to be looked at than is sensible
     */
    void run() throws IOException {
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, this);
    }

    /** What has been found, links that lead nowhere too. */
    List<Path> files() {
        return files;
    }

    /** What cannot be read, although the pattern may name something there. */
    Map<Path, IOException> unreadable() {
        return unreadable;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        count();
        return isReached(directory) && !leadsUp(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        count();
        if (file.equals(root) || !isReached(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isDirectory()) {
            if (reachesAnyDepth) {
                visitFileFailed(file, new IOException("below more than " + MAXIMUM_DEPTH + " directories"));
            }
        } else if (matcher.match(pattern, text(file))) {
            files.add(file);
        } else if (attributes.isSymbolicLink()) {
            checkTarget(file);
        }
        return FileVisitResult.CONTINUE;
    }

    /** A link comes as itself where what it leads to cannot be looked at, which may be a directory. */
    private void checkTarget(Path link) {
        try {
            Files.readAttributes(link, BasicFileAttributes.class);
        } catch (IOException ex) {
            visitFileFailed(link, ex);
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException ex) {
        // What is in a directory that a link leads back to is found where it is.
        boolean nothingThere = ex instanceof NoSuchFileException || ex instanceof FileSystemLoopException;
        if (!nothingThere && isReached(path) && unreadable.size() < MAXIMUM_UNREADABLE) {
            unreadable.put(path, ex);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) {
        return ex == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, ex);
    }

    /** Whether the pattern may name this, or something below. */
    private boolean isReached(Path path) {
        return path.equals(root) || (!isOfKubernetes(path) && matcher.matchStart(pattern, text(path)));
    }

    /** It keeps the files of a volume in directories called ..data and the like, and links to them. */
    private static boolean isOfKubernetes(Path path) {
        return String.valueOf(path.getFileName()).startsWith("..");
    }

    /** From a directory above the root, much more would be reached than whoever wrote the pattern had in mind. */
    private boolean leadsUp(Path directory) throws IOException {
        return !directory.equals(root)
                && Files.isSymbolicLink(directory)
                && root.toRealPath().startsWith(directory.toRealPath());
    }

    private void count() throws IOException {
        if (++entries > maximumEntries) {
            throw new IOException("more than " + maximumEntries + " files and directories below " + root);
        }
    }

    private static String text(Path path) {
        return StringUtils.cleanPath(path.toString());
    }
}
