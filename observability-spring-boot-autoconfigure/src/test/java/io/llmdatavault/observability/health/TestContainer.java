package io.llmdatavault.observability.health;

import java.io.IOException;
import java.util.Map;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.llmdatavault.observability.FreePort;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

import static org.assertj.core.api.Assumptions.assumeThat;

/** A server in a container that a test stops, freezes and kills. It keeps its port and its files. */
final class TestContainer implements AutoCloseable {

    private final int port;

    private final GenericContainer<?> container;

    /**
     * Starts it.
     * @param image of Docker Hub, or with the name of its registry
     * @param inside the port that the server listens on in there
     */
    TestContainer(String image, int inside, Map<String, String> environment, WaitStrategy ready, String... command)
            throws IOException {
        this.port = FreePort.find();
        PortBinding binding = new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(inside));
        // Ports that Docker chooses are others after each start.
        this.container = new GenericContainer<>(image)
                .withExposedPorts(inside)
                .withCreateContainerCmdModifier(create -> create.getHostConfig().withPortBindings(binding))
                .withEnv(environment)
                .waitingFor(ready);
        if (command.length > 0) {
            container.withCommand(command);
        }
        container.start();
    }

    static void requireDocker() {
        assumeThat(DockerClientFactory.instance().isDockerAvailable())
                .as("there is Docker for Testcontainers")
                .isTrue();
    }

    int port() {
        return port;
    }

    void start() {
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    void stop() {
        docker().stopContainerCmd(container.getContainerId()).exec();
    }

    void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    void freeze() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    void thaw() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    @Override
    public void close() {
        container.stop();
    }
}
