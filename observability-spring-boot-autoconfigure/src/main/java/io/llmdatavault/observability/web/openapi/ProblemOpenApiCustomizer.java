package io.llmdatavault.observability.web.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Adds the schema of a problem and a response that has it, and names that response as the default one of each operation
 * that says nothing about it itself. What the application has under these names stays.
 */
final class ProblemOpenApiCustomizer implements GlobalOpenApiCustomizer {

    private static final String NAME = "Problem";

    private static final String DEFAULT = "default";

    @Override
    public void customise(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        Components components = document.getComponents();
        if (components.getSchemas() == null || !components.getSchemas().containsKey(NAME)) {
            components.addSchemas(NAME, ProblemSchema.create());
        }
        if (components.getResponses() == null || !components.getResponses().containsKey(NAME)) {
            components.addResponses(NAME, response());
        }
        if (document.getPaths() != null) {
            document.getPaths().values().forEach(path -> path.readOperations().forEach(operation -> add(operation)));
        }
    }

    private static ApiResponse response() {
        MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + NAME));
        return new ApiResponse()
                .description("The request failed.")
                .content(new Content().addMediaType("application/problem+json", body));
    }

    private static void add(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        if (!operation.getResponses().containsKey(DEFAULT)) {
            operation.getResponses().addApiResponse(DEFAULT, new ApiResponse().$ref("#/components/responses/" + NAME));
        }
    }
}
