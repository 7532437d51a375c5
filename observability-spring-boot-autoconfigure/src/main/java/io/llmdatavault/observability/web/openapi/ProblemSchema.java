package io.llmdatavault.observability.web.openapi;

import java.util.List;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.jspecify.annotations.Nullable;

/** The schema of a problem: the members of RFC 9457 and those of this product, without a member {@code properties}. */
final class ProblemSchema {

    private ProblemSchema() {}

    static Schema<?> create() {
        Schema<?> schema = new ObjectSchema()
                .description("Why a request failed (RFC 9457).")
                .addProperty("type", text("uri", "Identifies the kind of failure."))
                .addProperty("title", text(null, "The kind of failure in words."))
                .addProperty("status", new IntegerSchema().description("The status of the answer."))
                .addProperty("detail", text(null, "What went wrong this time, and what helps."))
                .addProperty("instance", text("uri", "The path of the request."))
                .addProperty("code", text(null, "The stable name of the failure, for programs."))
                .addProperty("requestId", text(null, "The id of the request, as in the logs."))
                .addProperty("timestamp", text("date-time", "When it failed."))
                .addProperty(
                        "retryable", new BooleanSchema().description("Whether the same request may succeed later."))
                .addProperty("traceId", text(null, "The id of the trace."))
                .addProperty("errors", new ArraySchema().items(input()).description("The inputs that are wrong."))
                .addProperty("retryAfter", new IntegerSchema().description("Seconds to wait, the same as Retry-After."))
                .addProperty("resourceType", text(null, "What is missing or in conflict."))
                .addProperty("resourceId", text(null, "Which one is missing or in conflict."))
                .addProperty("limitType", text(null, "What is limited, as in requests-per-minute."))
                .addProperty("quotaType", text(null, "Which quota is used up."))
                .addProperty("limit", new IntegerSchema().format("int64").description("The limit or quota."))
                .addProperty("resetAt", text("date-time", "When the limit starts anew."));
        schema.setRequired(List.of("type", "title", "status", "detail", "instance", "code", "timestamp", "retryable"));
        schema.setAdditionalProperties(true);
        return schema;
    }

    private static Schema<?> input() {
        Schema<?> input = new ObjectSchema()
                .addProperty("detail", text(null, "What is wrong with it."))
                .addProperty("pointer", text(null, "Where it is in the body (RFC 6901)."))
                .addProperty("parameter", text(null, "The name of the query, path or form parameter."))
                .addProperty("header", text(null, "The name of the header."));
        input.setRequired(List.of("detail"));
        return input;
    }

    private static Schema<?> text(@Nullable String format, String description) {
        return new StringSchema().format(format).description(description);
    }
}
