package io.llmdatavault.sample;

import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * The database when no other was chosen: H2 in a file of the data directory. A bean and not a URL in
 * {@code application.yml}, so that the data directory is checked first, and may be a relative path.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!postgres")
class EmbeddedDatabaseConfiguration {

    @Bean
    JdbcConnectionDetails embeddedDatabase(DataDirectory dataDirectory) {
        return new EmbeddedDatabase("jdbc:h2:file:" + dataDirectory.resolve("vault") + ";LOCK_TIMEOUT=10000");
    }

    private record EmbeddedDatabase(String getJdbcUrl) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return "sa";
        }

        @Override
        public String getPassword() {
            return "";
        }
    }
}
