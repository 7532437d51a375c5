package io.llmdatavault.observability.health.boot4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;

/** The reactive registry or a reactive composite of this Boot line. */
record ReactiveMembers(ReactiveHealthContributors contributors) implements Members<ReactiveHealthContributor> {

    @Override
    public @Nullable ReactiveHealthContributor find(String name) {
        return contributors.getContributor(name);
    }

    @Override
    public Map<String, ReactiveHealthContributor> all() {
        Map<String, ReactiveHealthContributor> all = new LinkedHashMap<>();
        contributors.forEach(entry -> all.put(entry.name(), entry.contributor()));
        return all;
    }

    static Stream<ReactiveHealthContributors.Entry> stream(Members<ReactiveHealthContributor> members) {
        return members.all().entrySet().stream()
                .map(entry -> new ReactiveHealthContributors.Entry(entry.getKey(), entry.getValue()));
    }
}
