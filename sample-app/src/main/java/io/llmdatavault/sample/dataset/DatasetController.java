package io.llmdatavault.sample.dataset;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;

import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Failures are thrown, never turned into answers here: the starter does that. */
@RestController
@VaultRateLimit("caller")
@RequestMapping("/api/datasets")
class DatasetController {

    private final Datasets datasets;

    DatasetController(Datasets datasets) {
        this.datasets = datasets;
    }

    @PostMapping
    ResponseEntity<Dataset> create(@Valid @RequestBody NewDataset request) {
        Dataset created = datasets.create(request.name());
        return ResponseEntity.created(URI.create("/api/datasets/" + created.name()))
                .body(created);
    }

    @GetMapping
    List<Dataset> list() {
        return datasets.list();
    }

    @GetMapping("/{dataset}")
    Dataset get(@PathVariable String dataset) {
        return datasets.require(dataset);
    }
}
