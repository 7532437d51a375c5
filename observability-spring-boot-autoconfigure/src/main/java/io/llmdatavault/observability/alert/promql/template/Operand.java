package io.llmdatavault.observability.alert.promql.template;

import java.util.List;
import java.util.stream.Collectors;

/** What can be evaluated. Its {@code toString()} is how error messages quote it, the same as in Go. */
sealed interface Operand {

    /** Index of its first character in the template. */
    int position();

    /** The cursor: the element of the innermost {@code range}, or the value of the innermost {@code with}. */
    record Dot(int position) implements Operand {

        @Override
        public String toString() {
            return ".";
        }
    }

    /** {@code nil}. */
    record Nil(int position) implements Operand {

        @Override
        public String toString() {
            return "nil";
        }
    }

    /** A number, a quoted text, {@code true} or {@code false}. */
    record Constant(int position, String text, Object value) implements Operand {

        @Override
        public String toString() {
            return text;
        }
    }

    /** The name of a function. */
    record Identifier(int position, String name, TemplateFunction function) implements Operand {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Fields of the dot: {@code .Labels.instance}. */
    record Field(int position, List<String> names) implements Operand {

        @Override
        public String toString() {
            return "." + String.join(".", names);
        }
    }

    /** A variable, and perhaps fields of it: {@code $labels.instance}. */
    record Variable(int position, String name, List<String> fields) implements Operand {

        @Override
        public String toString() {
            return name + fields.stream().map(field -> "." + field).collect(Collectors.joining());
        }
    }

    /** Fields of what a pipeline gives: {@code (query "up" | first).Value}. */
    record Chain(int position, Operand operand, List<String> fields) implements Operand {

        @Override
        public String toString() {
            String inner = operand instanceof Pipeline ? "(" + operand + ")" : operand.toString();
            return inner + "." + String.join(".", fields);
        }
    }

    /**
     * Commands, each of which gets the value of the one before as its last argument.
     *
     * @param declared the variables that are set
     * @param assign whether they exist already
     */
    record Pipeline(int position, List<String> declared, boolean assign, List<Command> commands) implements Operand {

        @Override
        public String toString() {
            String set = declared.isEmpty() ? "" : String.join(", ", declared) + (assign ? " = " : " := ");
            return set + commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
        }
    }

    /** An operand, or a function and its arguments. */
    record Command(int position, List<Operand> arguments) implements Operand {

        @Override
        public String toString() {
            return arguments.stream()
                    .map(argument -> argument instanceof Pipeline ? "(" + argument + ")" : argument.toString())
                    .collect(Collectors.joining(" "));
        }
    }
}
