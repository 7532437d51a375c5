package io.llmdatavault.sample.record;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;

import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes and gives bytes as they are, whatever content type the caller names. */
@RestController
@VaultRateLimit("caller")
@RequestMapping("/api/datasets/{dataset}/records/{id}")
class RecordController {

    private static final int MAX_RECORD_BYTES = (int) DataSize.ofMegabytes(10).toBytes();

    private static final String ID = "[A-Za-z0-9._-]{1,128}";

    private static final String ID_MESSAGE = "must be 1 to 128 characters from A-Z, a-z, 0-9, '.', '_' and '-'";

    private final RecordService records;

    RecordController(RecordService records) {
        this.records = records;
    }

    @PutMapping
    ResponseEntity<Void> put(
            @PathVariable String dataset,
            @PathVariable @Pattern(regexp = ID, message = ID_MESSAGE) String id,
            HttpServletRequest request)
            throws IOException {
        boolean created = records.store(dataset, id, body(request));
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.NO_CONTENT)
                .build();
    }

    @GetMapping
    ResponseEntity<byte[]> get(
            @PathVariable String dataset, @PathVariable @Pattern(regexp = ID, message = ID_MESSAGE) String id) {
        // The bytes came from somebody else: no browser shall guess what they are, or show them as a page of ours.
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().build().toString())
                .body(records.read(dataset, id));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String dataset, @PathVariable @Pattern(regexp = ID, message = ID_MESSAGE) String id) {
        records.delete(dataset, id);
    }

    /** The announced length is checked before a byte is read; a chunked body announces none and is cut off. */
    private static byte[] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MAX_RECORD_BYTES) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(MAX_RECORD_BYTES + 1);
        if (body.length > MAX_RECORD_BYTES) {
            throw tooLarge();
        }
        return body;
    }

    private static ResponseStatusException tooLarge() {
        return new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE, "A record has 10 MiB at most.");
    }
}
