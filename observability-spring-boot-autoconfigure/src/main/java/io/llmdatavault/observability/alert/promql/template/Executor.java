package io.llmdatavault.observability.alert.promql.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/** Executes a template once. */
final class Executor {

    /** The variables that every template has; {@code $} is what holds all the others. */
    static final List<String> PREDEFINED = List.of("$", "$labels", "$externalLabels", "$externalURL", "$value");

    private final TemplateData data;

    private final GoValues.Root root;

    private final Limits limits = new Limits();

    private final List<Variable> variables = new ArrayList<>();

    private final StringBuilder out = new StringBuilder();

    /** What is being evaluated, for the message of an error. */
    private @Nullable Operand current;

    Executor(TemplateData data) {
        this.data = data;
        this.root = new GoValues.Root(data);
        Object[] values = {root, root.labels(), root.externalLabels(), root.externalUrl(), root.value()};
        for (int i = 0; i < values.length; i++) {
            variables.add(new Variable(PREDEFINED.get(i), values[i]));
        }
    }

    String execute(List<Node> nodes) {
        try {
            run(nodes, root);
            return out.toString();
        } catch (ExecutionException | PromQlException ex) {
            Operand operand = current;
            throw operand == null
                    ? new ExecutionException(String.valueOf(ex.getMessage()))
                    : new ExecutionException("at <" + operand + ">: " + ex.getMessage(), operand.position());
        }
    }

    /** How a list of nodes ended. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private Flow run(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            limits.step();
            Flow flow = run(node, dot);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Node node, @Nullable Object dot) {
        if (node instanceof Node.Text text) {
            print(text.text());
        } else if (node instanceof Node.Action action) {
            Object value = evaluate(action.pipeline(), dot);
            if (action.pipeline().declared().isEmpty()) {
                print(printable(value));
            }
        } else if (node instanceof Node.If choice) {
            int scope = variables.size();
            boolean truth = GoValues.isTrue(evaluate(choice.pipeline(), dot));
            return leave(scope, run(truth ? choice.body() : choice.otherwise(), dot));
        } else if (node instanceof Node.With with) {
            int scope = variables.size();
            Object value = evaluate(with.pipeline(), dot);
            boolean truth = GoValues.isTrue(value);
            return leave(scope, truth ? run(with.body(), value) : run(with.otherwise(), dot));
        } else if (node instanceof Node.Range range) {
            int scope = variables.size();
            return leave(scope, range(range, dot));
        } else {
            return node instanceof Node.Break ? Flow.BREAK : Flow.CONTINUE;
        }
        return Flow.NEXT;
    }

    private Flow leave(int scope, Flow flow) {
        variables.subList(scope, variables.size()).clear();
        return flow;
    }

    private Flow range(Node.Range range, @Nullable Object dot) {
        Object value = evaluate(range.pipeline(), dot);
        Collection<?> elements = GoValues.elements(value);
        if (elements.isEmpty()) {
            return run(range.otherwise(), dot);
        }
        List<String> names = range.pipeline().declared();
        int scope = variables.size();
        long index = 0;
        for (Object next : elements) {
            limits.step();
            Map.Entry<?, ?> entry = next instanceof Map.Entry<?, ?> label ? label : Map.entry(index++, next);
            if (!names.isEmpty()) {
                assign(names.get(names.size() - 1), entry.getValue());
            }
            if (names.size() > 1) {
                assign(names.get(0), entry.getKey());
            }
            Flow flow = run(range.body(), entry.getValue());
            leave(scope, flow);
            if (flow == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    private @Nullable Object evaluate(Operand.Pipeline pipeline, @Nullable Object dot) {
        current = pipeline;
        Input input = null;
        for (Operand.Command command : pipeline.commands()) {
            input = new Input(evaluate(command, dot, input));
        }
        Object value = input == null ? null : input.value();
        for (String name : pipeline.declared()) {
            if (pipeline.assign()) {
                assign(name, value);
            } else {
                variables.add(new Variable(name, value));
            }
        }
        return value;
    }

    private @Nullable Object evaluate(Operand.Command command, @Nullable Object dot, @Nullable Input input) {
        limits.step();
        Operand first = command.arguments().get(0);
        if (first instanceof Operand.Identifier identifier) {
            current = identifier;
            return call(identifier, command, command.arguments(), dot, input);
        }
        current = first instanceof Operand.Pipeline ? current : first;
        if (command.arguments().size() > 1 || input != null) {
            Operand.Field field = first instanceof Operand.Field found ? found : null;
            Operand.Variable variable = first instanceof Operand.Variable found ? found : null;
            if (field == null && (variable == null || variable.fields().isEmpty())) {
                throw new ExecutionException("can't give argument to non-function " + first);
            }
            evaluate(first, dot);
            List<String> names = field != null ? field.names() : variable == null ? List.of() : variable.fields();
            throw new ExecutionException(names.get(names.size() - 1) + " is not a method but has arguments");
        }
        if (first instanceof Operand.Nil) {
            throw new ExecutionException("nil is not a command");
        }
        return evaluate(first, dot);
    }

    private @Nullable Object evaluate(Operand operand, @Nullable Object dot) {
        limits.step();
        if (operand instanceof Operand.Pipeline pipeline) {
            return evaluate(pipeline, dot);
        }
        current = operand;
        if (operand instanceof Operand.Dot) {
            return dot;
        }
        if (operand instanceof Operand.Constant constant) {
            return constant.value();
        }
        if (operand instanceof Operand.Field field) {
            return fields(dot, field.names());
        }
        if (operand instanceof Operand.Variable variable) {
            return fields(variable(variable.name()).value, variable.fields());
        }
        if (operand instanceof Operand.Identifier identifier) {
            return call(identifier, identifier, List.of(identifier), dot, null);
        }
        if (operand instanceof Operand.Chain chain) {
            return fields(evaluate(chain.operand(), dot), chain.fields());
        }
        return null;
    }

    private static @Nullable Object fields(@Nullable Object value, List<String> names) {
        Object field = value;
        for (String name : names) {
            field = GoValues.field(field, name);
        }
        return field;
    }

    /** Calls a function with the operands behind its name and, as the last, what came through the pipe. */
    private @Nullable Object call(
            Operand.Identifier identifier,
            Operand whole,
            List<Operand> command,
            @Nullable Object dot,
            @Nullable Input input) {
        TemplateFunction function = identifier.function();
        int given = command.size() - 1;
        requireCount(identifier.name(), function, given, given + (input == null ? 0 : 1));
        boolean and = function.name().equals("and");
        boolean or = function.name().equals("or");
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            Object value = argument(command.get(i + 1), function.parameter(i), dot);
            values.add(value);
            if ((and || or) && GoValues.isTrue(value) == or) {
                return value;
            }
        }
        if (input != null) {
            values.add(checked(input.value(), function.parameter(given)));
        }
        try {
            Object result = function.body().apply(new Arguments(values, data, limits));
            if (result instanceof String text) {
                limits.work(text.length());
                Limits.requireLength(text);
            }
            return result;
        } catch (ExecutionException | PromQlException ex) {
            current = whole;
            throw new ExecutionException("error calling " + identifier.name() + ": " + ex.getMessage());
        }
    }

    private static void requireCount(String name, TemplateFunction function, int written, int given) {
        int wanted = function.parameters().size();
        if (function.repeated() && given < wanted - 1) {
            throw new ExecutionException(
                    "wrong number of args for " + name + ": want at least " + (wanted - 1) + " got " + written);
        }
        if (!function.repeated() && given != wanted) {
            throw new ExecutionException("wrong number of args for " + name + ": want " + wanted + " got " + given);
        }
    }

    private @Nullable Object argument(Operand operand, TemplateFunction.Parameter parameter, @Nullable Object dot) {
        if (parameter != TemplateFunction.Parameter.ANY) {
            current = operand;
            if (operand instanceof Operand.Nil && parameter == TemplateFunction.Parameter.TEXT) {
                throw new ExecutionException("cannot assign nil to " + parameter.type());
            }
            if (operand instanceof Operand.Constant constant && !parameter.accepts(constant.value())) {
                throw new ExecutionException(
                        parameter == TemplateFunction.Parameter.TEXT
                                ? "expected string; found " + operand
                                : "can't handle " + operand + " for arg of type " + parameter.type());
            }
        }
        return checked(evaluate(operand, dot), parameter);
    }

    private static @Nullable Object checked(@Nullable Object value, TemplateFunction.Parameter parameter) {
        if (!parameter.accepts(value)) {
            throw new ExecutionException(
                    value == null
                            ? "invalid value; expected " + parameter.type()
                            : "wrong type for value; expected " + parameter.type() + "; got " + GoValues.type(value));
        }
        return value;
    }

    private void assign(String name, @Nullable Object value) {
        variable(name).value = value;
    }

    private Variable variable(String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i);
            }
        }
        throw new ExecutionException("undefined variable: " + name);
    }

    private String printable(@Nullable Object value) {
        if (value == null) {
            return "<no value>";
        }
        String text = GoFormat.value(value);
        // A series is printed without the sign that says that it is behind a pointer.
        return value instanceof GoValues.Sample ? text.substring(1) : text;
    }

    private void print(String text) {
        limits.work(text.length());
        Limits.requireLength(out.length() + text.length());
        out.append(text);
    }

    /** What a command gets through the pipe; nil is something, too. */
    private record Input(@Nullable Object value) {}

    /** A variable; inner ones hide outer ones of the same name. */
    private static final class Variable {

        private final String name;

        private @Nullable Object value;

        Variable(String name, @Nullable Object value) {
            this.name = name;
            this.value = value;
        }
    }
}
