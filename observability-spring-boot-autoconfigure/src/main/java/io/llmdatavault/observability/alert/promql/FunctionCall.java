package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * A call of a function: {@code rate(x[5m])}.
 *
 * @param function its name; one that {@code PromQl.functions()} lists
 * @param arguments the arguments as written, defaults not filled in
 * @param type the type of what it returns
 * @since 0.1.0
 */
public record FunctionCall(String function, List<Expression> arguments, ValueType type) implements Expression {

    public FunctionCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
