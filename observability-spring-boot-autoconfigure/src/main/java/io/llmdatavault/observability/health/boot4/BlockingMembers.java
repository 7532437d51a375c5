package io.llmdatavault.observability.health.boot4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/** The registry or a composite of this Boot line. */
record BlockingMembers(HealthContributors contributors) implements Members<HealthContributor> {

    @Override
    public @Nullable HealthContributor find(String name) {
        return contributors.getContributor(name);
    }

    @Override
    public Map<String, HealthContributor> all() {
        Map<String, HealthContributor> all = new LinkedHashMap<>();
        contributors.forEach(entry -> all.put(entry.name(), entry.contributor()));
        return all;
    }

    static Stream<HealthContributors.Entry> stream(Members<HealthContributor> members) {
        return members.all().entrySet().stream()
                .map(entry -> new HealthContributors.Entry(entry.getKey(), entry.getValue()));
    }
}
