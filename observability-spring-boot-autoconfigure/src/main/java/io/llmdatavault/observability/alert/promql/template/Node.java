package io.llmdatavault.observability.alert.promql.template;

import java.util.List;

/** What a template consists of, in the order it is executed. */
sealed interface Node {

    /** Text outside of actions. */
    record Text(String text) implements Node {}

    /** An action that prints a value, unless it sets a variable. */
    record Action(Operand.Pipeline pipeline) implements Node {}

    /** {@code {{if pipeline}} body {{else}} otherwise {{end}}}. */
    record If(Operand.Pipeline pipeline, List<Node> body, List<Node> otherwise) implements Node {}

    /** As {@code if}, but the body sees the value as its dot. */
    record With(Operand.Pipeline pipeline, List<Node> body, List<Node> otherwise) implements Node {}

    /** The body for each element, or what stands after {@code else} if there is none. */
    record Range(Operand.Pipeline pipeline, List<Node> body, List<Node> otherwise) implements Node {}

    /** Ends the innermost {@code range}. */
    record Break() implements Node {}

    /** Ends the body of the innermost {@code range} for this element. */
    record Continue() implements Node {}
}
