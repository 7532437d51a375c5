package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.NamedContributors;

/** A registry or a composite of this Boot line. */
record BootMembers<C>(NamedContributors<C> contributors) implements Members<C> {

    @Override
    public @Nullable C find(String name) {
        return contributors.getContributor(name);
    }

    @Override
    public Map<String, C> all() {
        Map<String, C> all = new LinkedHashMap<>();
        contributors.forEach(entry -> all.put(entry.getName(), entry.getContributor()));
        return all;
    }

    static <C> Iterator<NamedContributor<C>> iterator(Members<C> members) {
        return members.all().entrySet().stream()
                .map(entry -> NamedContributor.of(entry.getKey(), entry.getValue()))
                .iterator();
    }
}
