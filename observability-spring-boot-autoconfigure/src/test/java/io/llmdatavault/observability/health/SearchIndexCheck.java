package io.llmdatavault.observability.health;

/** The example of the documentation. */
class SearchIndexCheck implements HealthCheck {

    private final SearchIndex index;

    SearchIndexCheck(SearchIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "search-index";
    }

    @Override
    public ComponentHealth check() throws Exception {
        long documents = index.count();
        return index.isRebuilding()
                ? ComponentHealth.degraded("The index is being rebuilt.").withMetadata("documents", documents)
                : ComponentHealth.healthy("The index answers.").withMetadata("documents", documents);
    }

    interface SearchIndex {

        long count() throws Exception;

        boolean isRebuilding();
    }
}
