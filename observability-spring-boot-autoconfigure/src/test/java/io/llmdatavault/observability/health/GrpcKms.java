package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Stands in for Google Cloud KMS over gRPC, which its client speaks unless it is told otherwise. */
final class GrpcKms implements AutoCloseable {

    private static final String SERVICE = "google.cloud.kms.v1.KeyManagementService";

    private static final ByteString CIPHERTEXT = ByteString.copyFromUtf8("ciphertext");

    private final AtomicInteger calls = new AtomicInteger();

    private final Server server;

    private volatile @Nullable Status refusal;

    private volatile boolean silent;

    private volatile boolean cancelled;

    GrpcKms() {
        ServerServiceDefinition service = ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(
                                "GetCryptoKey",
                                GetCryptoKeyRequest.getDefaultInstance(),
                                CryptoKey.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall((request, answer) -> answer(answer, key())))
                .addMethod(
                        method("Encrypt", EncryptRequest.getDefaultInstance(), EncryptResponse.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall((request, answer) -> answer(answer, encrypt(request))))
                .addMethod(
                        method("Decrypt", DecryptRequest.getDefaultInstance(), DecryptResponse.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall((request, answer) -> answer(answer, decrypt(request))))
                .build();
        try {
            server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    private static CryptoKey key() {
        return CryptoKey.newBuilder()
                .setPurpose(CryptoKeyPurpose.ENCRYPT_DECRYPT)
                .setPrimary(CryptoKeyVersion.newBuilder().setState(CryptoKeyVersionState.ENABLED))
                .build();
    }

    private static EncryptResponse encrypt(EncryptRequest request) {
        return EncryptResponse.newBuilder()
                .setCiphertext(CIPHERTEXT.concat(request.getPlaintext()))
                .build();
    }

    private static DecryptResponse decrypt(DecryptRequest request) {
        return DecryptResponse.newBuilder()
                .setPlaintext(request.getCiphertext().substring(CIPHERTEXT.size()))
                .build();
    }

    private <A> void answer(StreamObserver<A> observer, A answer) {
        ((ServerCallStreamObserver<A>) observer).setOnCancelHandler(() -> cancelled = true);
        calls.incrementAndGet();
        Status status = refusal;
        if (status != null) {
            observer.onError(status.asRuntimeException());
        } else if (!silent) {
            observer.onNext(answer);
            observer.onCompleted();
        }
    }

    String address() {
        return "localhost:" + server.getPort();
    }

    int calls() {
        return calls.get();
    }

    void reset() {
        calls.set(0);
        refusal = null;
        silent = false;
        cancelled = false;
    }

    void refuse(Status.Code code) {
        refusal = code.toStatus().withDescription("Planted is not enabled, current state is: DISABLED.");
    }

    /** Takes calls, and answers none. */
    void silence() {
        silent = true;
    }

    /** Whether a caller has given up since the last reset. */
    boolean cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
