package io.llmdatavault.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/** What the vault promises, asked over HTTP of the running application; the subclasses choose the database. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "vault.sample.quota-bytes=11MB")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
abstract class RecordVaultSuite {

    private static final int MEBIBYTE = 1024 * 1024;

    @LocalServerPort
    private int port;

    private final JdbcClient jdbc;

    private final String name = "ds-" + UUID.randomUUID().toString().substring(0, 8);

    private final String dataset = "/api/datasets/" + name;

    private VaultClient client;

    RecordVaultSuite(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @BeforeEach
    void createDataset() {
        client = new VaultClient(port);
        assertThat(createDataset(name).status()).isEqualTo(201);
    }

    private VaultClient.Answer createDataset(String name) {
        return client.post("/api/datasets", "{\"name\":\"" + name + "\"}");
    }

    private String record(String id) {
        return dataset + "/records/" + id;
    }

    private long usedBytes() {
        return client.get(dataset).json().get("usedBytes").asLong();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void assertProblem(VaultClient.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer::everything).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("type").asText()).isEqualTo("urn:vault:problem:" + slug);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("requestId").asText()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(List.of("title", "detail", "instance", "code", "requestId", "timestamp"))
                .allSatisfy(member ->
                        assertThat(problem.path(member).asText()).as(member).isNotBlank());
        assertThat(problem.path("retryable").isBoolean()).isTrue();
    }

    @Test
    void answersANewDatasetWithItsLocation() {
        String other = "other-" + name;

        VaultClient.Answer created = createDataset(other);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/datasets/" + other);
        assertThat(created.json().get("name").asText()).isEqualTo(other);
        assertThat(client.get(created.header("Location")).json()).isEqualTo(created.json());
        assertThat(client.get("/api/datasets").json()).contains(created.json());
    }

    @Test
    void refusesADatasetThatExists() {
        VaultClient.Answer answer = createDataset(name);

        assertProblem(answer, 409, "conflict");
        assertThat(answer.json().path("resourceId").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ab\"", "\"Upper\"", "\"under_score\"", "\"a\\nb\\u0000c\"", "\"\"", "null"})
    void saysWhatIsWrongWithTheNameOfADataset(String json) {
        VaultClient.Answer answer = client.post("/api/datasets", "{\"name\":" + json + "}");

        assertProblem(answer, 400, "validation");
        assertThat(answer.json().path("errors")).hasSize(1);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("#/name");
        assertThat(answer.json().at("/errors/0/detail").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"name\":{\"a\":\"Planted-json\"}}"})
    void refusesWhatIsNotADataset(String body) {
        VaultClient.Answer answer = client.post("/api/datasets", body);

        assertProblem(answer, 400, "validation");
        assertThat(answer.everything()).doesNotContain("Planted", "jackson", "io.llmdatavault");
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        assertProblem(client.get("/api/datasets/nowhere"), 404, "not-found");
        assertProblem(client.get("/api/nothing"), 404, "not-found");
        assertProblem(client.get(record("nothing")), 404, "not-found");
        assertProblem(client.delete(record("nothing")), 404, "not-found");
        assertProblem(client.put("/api/datasets/nowhere/records/a", bytes(3)), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, 10 * MEBIBYTE})
    void givesBackTheSameBytes(int length) {
        byte[] content = bytes(length);

        assertThat(client.put(record("r.1_a-B"), content).status()).isEqualTo(201);
        VaultClient.Answer answer = client.get(record("r.1_a-B"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(usedBytes()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "application/json",
                "text/html; charset=UTF-16"
            })
    void keepsTheBytesWhateverTheirContentType(String contentType) {
        byte[] content = "--b\r\na=1&b=%zz\r\n--b--".getBytes(StandardCharsets.UTF_8);

        assertThat(client.put(record("form"), content, contentType).status()).isEqualTo(201);

        assertThat(client.get(record("form")).body()).isEqualTo(content);
    }

    @Test
    void replacesAndDeletesRecords() {
        assertThat(client.put(record("a"), bytes(10)).status()).isEqualTo(201);
        assertThat(client.put(record("a"), bytes(7)).status()).isEqualTo(204);
        assertThat(client.get(record("a")).body()).isEqualTo(bytes(7));
        assertThat(usedBytes()).isEqualTo(7);

        assertThat(client.delete(record("a")).status()).isEqualTo(204);

        assertProblem(client.get(record("a")), 404, "not-found");
        assertThat(usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0Ab", "a%0D%0AX-Evil:%201", "a%7F", "%C3%A4", "a%20b", "a+b", "a:b"})
    void refusesIdsWithOtherCharacters(String id) {
        VaultClient.Answer answer = client.put(record(id), bytes(3));

        assertProblem(answer, 400, "validation");
        assertThat(answer.json().at("/errors/0/parameter").asText()).isEqualTo("id");
        assertThat(answer.header("X-Evil")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2F..%2Fescaped", "%2e%2e%2f%2e%2e%2fescaped", "..%5C..%5Cescaped", "a%00b"})
    void neverLeavesItsFolder(String id) {
        assertThat(client.put(record(id), bytes(3)).status()).isBetween(400, 499);
        assertThat(usedBytes()).isZero();
    }

    @Test
    void refusesIdsThatAreTooLong() {
        assertThat(client.put(record("a".repeat(128)), bytes(3)).status()).isEqualTo(201);
        assertProblem(client.put(record("a".repeat(129)), bytes(3)), 400, "validation");
    }

    @Test
    void refusesRecordsAboveTenMebibytes() {
        byte[] content = bytes(10 * MEBIBYTE + 1);

        assertThat(client.put(record("big"), content).status()).isEqualTo(413);
        assertThat(client.putChunked(record("big"), content).status()).isEqualTo(413);

        assertThat(client.get(record("big")).status()).isEqualTo(404);
        assertThat(client.putChunked(record("big"), bytes(10 * MEBIBYTE)).status())
                .isEqualTo(201);
    }

    @Test
    void answersAnAnnouncedGigabyteWithoutWaitingForIt() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + record("big") + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void keepsADatasetWithinItsQuota() {
        assertThat(client.put(record("a"), bytes(10 * MEBIBYTE)).status()).isEqualTo(201);

        VaultClient.Answer answer = client.put(record("b"), bytes(2 * MEBIBYTE));

        assertProblem(answer, 507, "quota-exceeded");
        assertThat(answer.json().path("quotaType").asText()).isEqualTo("storage");
        assertThat(answer.json().path("limit").asLong()).isEqualTo(11L * MEBIBYTE);
        assertThat(client.get(record("b")).status()).isEqualTo(404);
        assertThat(client.put(record("a"), bytes(5)).status()).isEqualTo(204);
        assertThat(client.put(record("b"), bytes(2 * MEBIBYTE)).status()).isEqualTo(201);
        assertThat(usedBytes()).isEqualTo(2L * MEBIBYTE + 5);
    }

    @Test
    void countsTheQuotaRightWhenManyWriteAtOnce() {
        List<VaultClient.Answer> answers = atOnce(16, number -> client.put(record("r" + number), bytes(MEBIBYTE)));

        long stored = answers.stream().filter(answer -> answer.status() == 201).count();
        assertThat(stored).isEqualTo(11);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 507));
        assertThat(usedBytes()).isEqualTo(stored * MEBIBYTE);
    }

    @Test
    void readsOneWholeVersionWhileOthersReplaceIt() {
        assertThat(client.put(record("hot"), bytes(1000)).status()).isEqualTo(201);

        List<VaultClient.Answer> answers = atOnce(
                60,
                number ->
                        number % 3 == 0 ? client.put(record("hot"), bytes(1000 + number)) : client.get(record("hot")));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 204));
        assertThat(answers.stream().filter(answer -> answer.status() == 200))
                .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(bytes(answer.body().length)));
        assertThat(usedBytes()).isEqualTo(client.get(record("hot")).body().length);
    }

    private static <T> List<T> atOnce(int count, IntFunction<T> work) {
        ExecutorService executor = Executors.newFixedThreadPool(12);
        try {
            List<Future<T>> futures = IntStream.range(0, count)
                    .mapToObj(number -> executor.submit(() -> work.apply(number)))
                    .toList();
            return futures.stream().map(RecordVaultSuite::join).toList();
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void keepsTheOldRecordWhenTheDatabaseRefusesTheNewOne() {
        assertThat(client.put(record("a"), bytes(5)).status()).isEqualTo(201);
        jdbc.sql("alter table records add constraint refuses_seven check (size_bytes <> 7)")
                .update();
        try {
            assertProblem(client.put(record("a"), bytes(7)), 409, "database");
            assertProblem(client.put(record("new"), bytes(7)), 409, "database");
        } finally {
            jdbc.sql("alter table records drop constraint refuses_seven").update();
        }

        assertThat(client.get(record("a")).body()).isEqualTo(bytes(5));
        assertThat(client.get(record("new")).status()).isEqualTo(404);
        assertThat(usedBytes()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "storage, 503, Retry-After, 2",
        "authentication, 401, WWW-Authenticate, ",
        "authorization, 403, ,",
        "validation, 400, ,",
        "cryptographic, 500, ,",
        "kms, 503, ,",
        "database, 409, ,",
        "rate-limit, 429, Retry-After, 30",
        "not-found, 404, ,",
        "conflict, 409, ,",
        "configuration, 500, ,",
        "network, 503, Retry-After, 2",
        "timeout, 504, ,",
        "internal, 500, ,",
        "external-service, 502, ,",
        "quota-exceeded, 507, ,"
    })
    void showsEachKindOfError(String slug, int status, String header, String value) {
        VaultClient.Answer answer = client.get("/demo/errors/" + slug);

        assertProblem(answer, status, slug);
        assertThat(answer.everything()).doesNotContain("Planted");
        if (header != null) {
            assertThat(answer.header(header)).isNotBlank().contains(value != null ? value : "");
        }
    }

    @Test
    void doesNotKnowOtherKindsOfErrors() {
        assertProblem(client.get("/demo/errors/unheard-of"), 404, "not-found");
    }
}
