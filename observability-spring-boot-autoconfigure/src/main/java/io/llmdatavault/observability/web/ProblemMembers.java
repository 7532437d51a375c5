package io.llmdatavault.observability.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.VaultError;

/**
 * The attributes of a failure that its caller may see, as members of the body and as arguments of the sentence. All
 * other attributes are for the service's own eyes. An empty name and a number below zero (a limit below one) stand for
 * "not known" and are left out.
 */
final class ProblemMembers {

    /** What a metadata key cannot replace. */
    static final List<String> RESERVED = List.of(
            "type",
            "title",
            "status",
            "detail",
            "instance",
            "code",
            "requestId",
            "timestamp",
            "retryable",
            "traceId",
            "errors",
            "retryAfter",
            "limitType",
            "limit",
            "resetAt",
            "quotaType",
            "resourceType",
            "resourceId");

    private static final int MAX_NAME_LENGTH = 64;

    private ProblemMembers() {}

    /** RFC 9457, section 3.2: a name starts with a letter and consists of letters, digits and the underscore. */
    static boolean isFree(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && isLetter(name.charAt(0))
                && name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_')
                && !RESERVED.contains(name);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static Map<String, Object> of(VaultError error) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (error instanceof RateLimitError rateLimit && rateLimit.limit() > 0) {
            members.put("limitType", kebabCase(rateLimit.limitType()));
            members.put("limit", rateLimit.limit());
        } else if (error instanceof QuotaExceededError quota && quota.limit() >= 0) {
            members.put("quotaType", kebabCase(quota.quotaType()));
            members.put("limit", quota.limit());
        } else if (error instanceof NotFoundError notFound) {
            putResource(members, notFound.resourceType(), notFound.resourceId());
        } else if (error instanceof ConflictError conflict) {
            putResource(members, conflict.resourceType(), conflict.resourceId());
        }
        if (error instanceof RateLimitError rateLimit) {
            rateLimit.resetAt().ifPresent(resetAt -> members.put("resetAt", resetAt.toString()));
        }
        return members;
    }

    private static void putResource(Map<String, Object> members, String type, String id) {
        if (!type.isEmpty()) {
            members.put("resourceType", type);
        }
        if (!id.isEmpty()) {
            members.put("resourceId", id);
        }
    }

    /** The arguments of the kind's sentence; {@code null} when one is not known, so that the sentence has no gap. */
    static Object[] arguments(VaultError error) {
        if (error instanceof StorageError storage) {
            return new Object[] {words(storage.storageErrorKind())};
        }
        if (error instanceof ValidationError) {
            return new Object[] {String.valueOf(error.getMessage())};
        }
        Map<String, Object> members = of(error);
        if (error instanceof RateLimitError rateLimit && members.containsKey("limit")) {
            return new Object[] {words(rateLimit.limitType()), rateLimit.limit()};
        }
        if (error instanceof QuotaExceededError quota && members.containsKey("limit")) {
            return new Object[] {words(quota.quotaType()), quota.limit()};
        }
        return members.containsKey("resourceType") && members.containsKey("resourceId")
                ? new Object[] {members.get("resourceType"), members.get("resourceId")}
                : new Object[0];
    }

    /** Whether the kind's sentence can be told: the kinds whose sentence has arguments need them. */
    static boolean isTellable(VaultError error) {
        return switch (error.kind()) {
            case RATE_LIMIT, QUOTA_EXCEEDED, NOT_FOUND, CONFLICT -> arguments(error).length > 0;
            default -> true;
        };
    }

    private static String kebabCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
