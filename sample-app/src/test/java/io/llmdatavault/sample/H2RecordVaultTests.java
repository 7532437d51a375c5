package io.llmdatavault.sample;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** As it starts with nothing but {@code java -jar}. */
@ActiveProfiles("demo")
class H2RecordVaultTests extends RecordVaultSuite {

    H2RecordVaultTests(JdbcClient jdbc) {
        super(jdbc);
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        String data = TestData.newDirectory().toString();
        registry.add("vault.sample.data-directory", () -> data);
    }
}
