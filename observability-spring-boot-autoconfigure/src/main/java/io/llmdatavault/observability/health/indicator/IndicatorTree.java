package io.llmdatavault.observability.health.indicator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.health.HealthMonitor;
import io.llmdatavault.observability.health.IndicatorChecks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contributors of one registry as they are shown: indicators by what they said last, composites by their members. Looking
 * at a contributor is what starts its being asked in the background, and what is not there any more is not asked any more.
 * For the adapters of this starter. Thread-safe.
 *
 * @param <C> the type of a contributor
 * @since 0.1.0
 */
public final class IndicatorTree<C> {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce broken =
            new WarnOnce(logger, "The members of a health contributor could not be looked through at the start");

    private final IndicatorChecks checks;

    private final ContributorTypes<C> types;

    /**
     * Prepares the tree of one registry.
     * @param checks what asks the indicators
     * @param types the types of the registry
     */
    public IndicatorTree(IndicatorChecks checks, ContributorTypes<C> types) {
        this.checks = checks;
        this.types = types;
    }

    /**
     * A registry as it is shown.
     * @param registry what it holds
     * @return the same entries, read from snapshots
     */
    public Members<C> shown(Members<C> registry) {
        return new Shown("", registry);
    }

    /**
     * Looks through a contributor that has been registered, so that every indicator is asked before the first request.
     * @param name its name
     * @param contributor the contributor
     */
    public void start(String name, C contributor) {
        start(shown(name, contributor));
    }

    /**
     * Looks through a whole registry in the same way.
     * @param registry what it holds
     */
    public void start(Members<C> registry) {
        shown(registry).all().values().forEach(this::start);
    }

    /** Calls the application's code, which must not end start-up by this: a request that meets its failure shows it. */
    private void start(C shown) {
        try {
            Members<C> members = types.members(shown);
            if (members != null) {
                members.all().values().forEach(this::start);
            }
        } catch (RuntimeException | StackOverflowError ex) {
            broken.warn(ex);
        }
    }

    /**
     * Asks nothing any more that was registered with this name.
     * @param name the name
     */
    public void forget(String name) {
        forget(name, path -> true);
    }

    private void forget(String name, Predicate<String> isGone) {
        checks.removeIf(this, path -> (path.equals(name) || path.startsWith(name + "/")) && isGone.test(path));
    }

    private C shown(String path, C contributor) {
        if (types.isSnapshot(contributor)) {
            return contributor;
        }
        if (types.answersAtOnce(contributor)) {
            checks.leave(path);
            return contributor;
        }
        Members<C> members = types.members(contributor);
        if (members != null) {
            return types.composite(new Shown(path + "/", members));
        }
        Callable<IndicatorChecks.@Nullable Words> question = types.question(contributor);
        return question != null && checks.add(this, path, contributor, question)
                ? types.indicator(checks, path)
                : contributor;
    }

    private final class Shown implements Members<C> {

        private final String prefix;

        private final Members<C> members;

        Shown(String prefix, Members<C> members) {
            this.prefix = prefix;
            this.members = members;
        }

        @Override
        public @Nullable C find(String name) {
            C member = members.find(name);
            if (member == null) {
                forget(prefix + name, path -> members.find(name) == null);
                return null;
            }
            return shown(prefix + name, member);
        }

        @Override
        public Map<String, C> all() {
            Map<String, C> shown = new LinkedHashMap<>();
            members.all().forEach((name, member) -> shown.put(name, shown(prefix + name, member)));
            forgetWhatIsGone(shown.keySet());
            return shown;
        }

        /** Asks the members again: one may have come since they were looked through. */
        private void forgetWhatIsGone(Set<String> there) {
            checks.removeIf(IndicatorTree.this, path -> {
                if (!path.startsWith(prefix)) {
                    return false;
                }
                int end = path.indexOf('/', prefix.length());
                String name = path.substring(prefix.length(), end < 0 ? path.length() : end);
                return !there.contains(name) && members.find(name) == null;
            });
        }
    }
}
