package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.QuotaType;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorsDocTests {

    private static final Path PAGE = Path.of("../docs/errors.md");

    @Test
    void listsAllCodes() throws IOException {
        String listed = between(Files.readString(PAGE), "<!-- codes -->", "<!-- /codes -->");
        Set<String> codes = Pattern.compile("`([A-Z_]+)`")
                .matcher(listed)
                .results()
                .map(MatchResult::group)
                .map(code -> code.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(codes).isEqualTo(codes());
    }

    @Test
    void showsProblemAsItIsSent() throws IOException {
        String example = between(Files.readString(PAGE), "```json", "```");
        WebServer.run(WebServer.runner().withBean(Endpoints.class), server -> {
            HttpResponse<String> response = server.get("/datasets/gone", "X-Request-Id", "r-1");
            assertThat(WebServer.json(response).toString().replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\""))
                    .isEqualTo(WebServer.parse(example)
                            .toString()
                            .replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\""));
        });
    }

    private static Set<String> codes() {
        Set<ErrorKind> withSubKinds = Set.of(
                ErrorKind.STORAGE,
                ErrorKind.CRYPTOGRAPHIC,
                ErrorKind.KMS,
                ErrorKind.DATABASE,
                ErrorKind.RATE_LIMIT,
                ErrorKind.QUOTA_EXCEEDED);
        Stream<String> plain = Arrays.stream(ErrorKind.values())
                .filter(kind -> !withSubKinds.contains(kind))
                .map(ErrorKind::name);
        Stream<VaultError> special = Stream.of(
                        Arrays.stream(StorageErrorKind.values())
                                .map(kind -> StorageError.builder(kind, StorageBackend.S3)),
                        Arrays.stream(CryptoOperation.values())
                                .map(operation -> CryptographicError.builder(operation, "x")),
                        Arrays.stream(KmsOperation.values())
                                .map(operation -> KmsError.builder(operation, KmsProvider.LOCAL, "x")),
                        Arrays.stream(DbOperation.values()).map(DatabaseError::builder),
                        Stream.of(DatabaseError.builder(DbOperation.INSERT).constraintViolation("x")),
                        Arrays.stream(RateLimitType.values()).map(type -> RateLimitError.builder(type, 1)),
                        Arrays.stream(QuotaType.values()).map(type -> QuotaExceededError.builder(type, 1, 1)))
                .flatMap(builders -> builders.map(VaultError.Builder::build));
        return Stream.concat(plain, special.map(VaultError::code)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
