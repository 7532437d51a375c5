package io.llmdatavault.sample.demo;

import java.util.Locale;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

import io.llmdatavault.observability.error.NotFoundError;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Breaks a component and mends it: {@code POST /demo/faults/storage?mode=fail}. With {@code calls=2} only the next two
 * calls of the application are hit.
 */
@RestController
@Profile("demo")
class FaultController {

    private final Faults faults;

    FaultController(Faults faults) {
        this.faults = faults;
    }

    @PostMapping("/demo/faults/{component}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void set(
            @PathVariable String component,
            @RequestParam @Pattern(regexp = "ok|fail|slow", message = "The mode must be ok, fail or slow.") String mode,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1000) int calls) {
        fault(component).set(FaultMode.valueOf(mode.toUpperCase(Locale.ROOT)), calls);
    }

    private Fault fault(String component) {
        return switch (component) {
            case "database" -> faults.database();
            case "storage" -> faults.storage();
            case "kms" -> faults.kms();
            default -> throw NotFoundError.builder("component", component).build();
        };
    }
}
