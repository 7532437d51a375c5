package io.llmdatavault.sample.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.util.FileSystemUtils;

/** A token of SoftHSM with the key of the profile {@code pkcs11}. It is no server: the sample itself opens it. */
public final class SampleToken {

    private static final Path TOOL = Path.of("/usr/bin/softhsm2-util");

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    private static final String PIN = "1234";

    private final Path configuration;

    private SampleToken(Path folder) {
        this.configuration = folder.resolve("softhsm2.conf");
    }

    /** Whether SoftHSM is where Debian puts it. */
    public static boolean isPossible() {
        return Files.isExecutable(TOOL) && Files.exists(LIBRARY);
    }

    /** A token that is there is left as it is; one that could only be made in part is thrown away. */
    static Optional<SampleToken> prepare(Path folder) throws IOException {
        if (!isPossible()) {
            return Optional.empty();
        }
        SampleToken token = new SampleToken(folder);
        Path ready = folder.resolve("ready");
        if (!Files.exists(ready)) {
            FileSystemUtils.deleteRecursively(folder);
            token.make(Files.createDirectories(folder));
            Files.createFile(ready);
        }
        return Optional.of(token);
    }

    private void make(Path folder) throws IOException {
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Files.writeString(configuration, "directories.tokendir = %s%nobjectstore.backend = file%n".formatted(tokens));
        Path provider = Files.writeString(
                folder.resolve("pkcs11.cfg"), "name = SoftHSM%nlibrary = %s%nslotListIndex = 0%n".formatted(LIBRARY));
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(TOOL.toString(), "--init-token", "--free", "--label", "record-vault", "--pin", PIN, "--so-pin", "5678");
        run(
                keytool,
                "-genseckey",
                "-alias",
                "record-vault",
                "-keyalg",
                "AES",
                "-keysize",
                "256",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-providerClass",
                "sun.security.pkcs11.SunPKCS11",
                "-providerArg",
                provider.toString(),
                "-storepass",
                PIN);
    }

    private void run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command[0] + ": " + output);
        }
    }

    Launch launch() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SOFTHSM2_CONF", configuration.toString());
        environment.put("PKCS11_PIN", PIN);
        return new Launch("PKCS#11 token (SoftHSM)", "pkcs11", environment);
    }
}
