package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes down what is asked and within which time, and refuses one call where asked. */
final class RecordingS3 implements S3Client {

    final List<String> calls = new ArrayList<>();

    final List<String> keys = new ArrayList<>();

    final List<Duration> limits = new ArrayList<>();

    boolean closed;

    private final String refused;

    RecordingS3(String refused) {
        this.refused = refused;
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        record("head", request);
        return HeadBucketResponse.builder().build();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        keys.add(request.key());
        record("put", request);
        return PutObjectResponse.builder().build();
    }

    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
        keys.add(request.key());
        record("get", request);
        return ResponseBytes.fromByteArray(GetObjectResponse.builder().build(), "something else".getBytes());
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        keys.add(request.key());
        record("delete", request);
        return DeleteObjectResponse.builder().build();
    }

    private void record(String call, SdkRequest request) {
        calls.add(call);
        limits.add(
                request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow());
        if (call.equals(refused)) {
            throw S3Exception.builder().message("Planted").statusCode(403).build();
        }
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {
        closed = true;
    }
}
