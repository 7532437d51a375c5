package io.llmdatavault.observability.error.translate;

import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.access.AuthorizationServiceException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What Spring Security's own parts throw. */
class SecurityTranslationTests {

    private static final SecretKey KEY =
            new SecretKeySpec("a key of at least 32 bytes, for tests".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @AfterEach
    void clear() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void nobodyLearnsWhichAccountsThereAre() {
        AuthenticationManager wrongPassword = manager(name -> user(name).build());
        AuthenticationManager unknownUser = manager(name -> {
            throw new UsernameNotFoundException("Planted " + name);
        });
        AuthenticationManager lockedUser =
                manager(name -> user(name).accountLocked(true).build());
        AuthenticationManager expiredUser = manager(
                name -> user(name).credentialsExpired(true).password("guess").build());
        VaultError first = logIn(wrongPassword);

        assertThat(first.code()).isEqualTo("AUTHENTICATION");
        for (AuthenticationManager other : List.of(unknownUser, lockedUser, expiredUser)) {
            assertThat(logIn(other))
                    .usingRecursiveComparison()
                    .comparingOnlyFields("reason", "provider", "userIdentifier", "kind", "code", "detail")
                    .isEqualTo(first);
            assertThat(logIn(other).getMessage()).isEqualTo(first.getMessage());
        }
    }

    @Test
    @SuppressWarnings("ThrowSpecificExceptions")
    void loginThatCouldNotBeTriedIsNoFaultOfTheCallers() {
        VaultError database = logIn(manager(name -> {
            throw new DataAccessResourceFailureException("Planted");
        }));
        VaultError unknown = logIn(manager(name -> {
            throw new IllegalStateException("Planted");
        }));
        VaultError nobody = logIn(manager(name -> null));

        assertThat(database.kind()).isEqualTo(ErrorKind.DATABASE);
        assertThat(database.retryable()).isTrue();
        assertThat(unknown.kind()).isEqualTo(ErrorKind.INTERNAL);
        assertThat(nobody.kind()).isEqualTo(ErrorKind.INTERNAL);
    }

    private static User.UserBuilder user(String name) {
        return User.withUsername(name).password("other").authorities("any");
    }

    @SuppressWarnings("deprecation") // No password to protect.
    private static AuthenticationManager manager(UserDetailsService users) {
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
        provider.setPasswordEncoder(NoOpPasswordEncoder.getInstance());
        return new ProviderManager(provider);
    }

    private VaultError logIn(AuthenticationManager manager) {
        return translate(
                () -> manager.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("Planted", "guess")));
    }

    @Test
    void deniedMethodIsAuthorization() {
        ProxyFactory factory = new ProxyFactory(new Ledger());
        factory.addAdvisor(AuthorizationManagerBeforeMethodInterceptor.preAuthorize());
        Ledger ledger = (Ledger) factory.getProxy();
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        "Planted", null, AuthorityUtils.createAuthorityList("ROLE_USER")));

        VaultError error = translate(ledger::close);

        assertThat(error.kind()).isEqualTo(ErrorKind.AUTHORIZATION);
        assertThat(error.getMessage()).doesNotContain("Planted").doesNotContain("ADMIN");
    }

    @Test
    void rightsThatCouldNotBeLookedUpAreNoFaultOfTheCallers() {
        assertThat(translators
                        .translate(new AuthorizationServiceException("Planted"))
                        .kind())
                .isEqualTo(ErrorKind.INTERNAL);
    }

    @Test
    void tokenThatARealDecoderRefusesIsAuthentication() throws Exception {
        JwtDecoder decoder = NimbusJwtDecoder.withSecretKey(KEY).build();
        long hourAgo = Instant.now().minusSeconds(3600).getEpochSecond();

        for (String token : List.of("Planted", "Planted.a.b", token(hourAgo), token(hourAgo) + "x")) {
            assertJwt(translate(() -> decoder.decode(token)));
            JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
            assertJwt(translate(() -> provider.authenticate(new BearerTokenAuthenticationToken(token))));
        }
    }

    private static void assertJwt(VaultError error) {
        assertThat(((AuthenticationError) error).provider()).isEqualTo(AuthProvider.JWT);
        assertThat(error.getMessage()).doesNotContain("Planted").doesNotContain("xpired");
    }

    private static String token(long expiresAt) throws Exception {
        String content =
                encode("{\"alg\":\"HS256\"}") + "." + encode("{\"sub\":\"Planted\",\"exp\":" + expiresAt + "}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY);
        return content
                + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysThatCannotBeFetchedAreNoFaultOfTheCallers() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        JwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri("http://127.0.0.1:" + port + "/keys")
                .build();
        String token = encode("{\"alg\":\"RS256\"}") + "." + encode("{\"sub\":\"x\"}") + "." + encode("signature");
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> decoder.decode(token), () -> provider.authenticate(new BearerTokenAuthenticationToken(token)))) {
            VaultError error = translate(call);
            assertThat(error.kind()).isEqualTo(ErrorKind.NETWORK);
            assertThat(error.retryable()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_token, AUTHENTICATION, false",
        "access_denied, AUTHENTICATION, false",
        "invalid_nonce, AUTHENTICATION, false",
        "server_error, EXTERNAL_SERVICE, true",
        "temporarily_unavailable, EXTERNAL_SERVICE, true",
        "invalid_client, EXTERNAL_SERVICE, false",
        "invalid_token_response, EXTERNAL_SERVICE, false"
    })
    void tellsFailuresOfTheAuthorizationServer(String code, ErrorKind kind, boolean retryable) {
        VaultError error = translators.translate(
                new OAuth2AuthenticationException(new OAuth2Error(code, "Planted", "http://planted")));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.getMessage()).doesNotContain("lanted");
    }

    @Test
    void authorizationOfOurOwnClientIsNoFaultOfTheCallers() {
        OAuth2Error code = new OAuth2Error("invalid_grant");

        assertThat(translators.translate(new OAuth2AuthorizationException(code)).kind())
                .isEqualTo(ErrorKind.EXTERNAL_SERVICE);
        assertThat(translators
                        .translate(new OAuth2AuthorizationException(code, new ConnectException("Planted")))
                        .kind())
                .isEqualTo(ErrorKind.NETWORK);
    }

    private VaultError translate(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        assertThat(translators.translate(new IllegalStateException(failure)).kind())
                .isNotIn(ErrorKind.AUTHENTICATION, ErrorKind.AUTHORIZATION);
        return error;
    }

    static class Ledger {

        @PreAuthorize("hasRole('ADMIN')")
        public void close() {}
    }
}
