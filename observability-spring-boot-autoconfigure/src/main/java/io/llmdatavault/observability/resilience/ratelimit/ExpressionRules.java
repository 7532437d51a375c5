package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Set;
import java.util.TreeSet;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.SpelNodeImpl;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;

/** Refuses what an expression names and no call can have: it would fail each of them. */
final class ExpressionRules {

    private static final Set<String> ROOT_PROPERTIES = Set.of("method", "target", "args");

    private static final Set<String> ROOT_METHODS =
            Set.of("getMethod", "getTarget", "getArgs", "hashCode", "toString", "getClass", "equals");

    private final String text;

    private final String configKey;

    private final String method;

    private final Set<String> arguments;

    private final BeanFactory beanFactory;

    ExpressionRules(String text, String configKey, String method, Set<String> arguments, BeanFactory beanFactory) {
        this.text = text;
        this.configKey = configKey;
        this.method = method;
        this.arguments = new TreeSet<>(arguments);
        this.beanFactory = beanFactory;
    }

    /** The variable or function of a reference to one, without its hash. */
    static String nameOf(SpelNode variable) {
        String reference = variable.toStringAST().substring(1);
        return reference.contains("(") ? reference.substring(0, reference.indexOf('(')) : reference;
    }

    void require(SpelNode expression) {
        require(expression, true, true);
    }

    /**
     * Looks at a part and its parts.
     * @param inScope whether the scope is the call, not the elements of a list
     * @param isFirst whether a name on its own is looked for in the scope, not in what stands before a dot
     */
    private void require(SpelNode node, boolean inScope, boolean isFirst) {
        if (node instanceof VariableReference || node instanceof FunctionReference) {
            requireArgument(nameOf(node));
        } else if (node instanceof BeanReference) {
            requireBean(node.toStringAST());
        } else if (node instanceof TypeReference type) {
            requireType(type);
        } else if (inScope && isFirst && node instanceof PropertyOrFieldReference property) {
            requireOfRoot(property.getName(), ROOT_PROPERTIES, arguments.contains(property.getName()));
        } else if (inScope && isFirst && node instanceof MethodReference call) {
            requireOfRoot(call.getName(), ROOT_METHODS, false);
        }
        boolean staysInScope = inScope
                && !(node instanceof Indexer
                        || node instanceof InlineMap
                        || node instanceof Selection
                        || node instanceof Projection);
        for (int child = 0; child < node.getChildCount(); child++) {
            boolean startsChain = child == 0 || !(node instanceof CompoundExpression);
            require(node.getChild(child), staysInScope, node instanceof MethodReference || (isFirst && startsChain));
        }
    }

    /** A variable that nobody sets is null, and all callers would share one key. */
    private void requireArgument(String name) {
        if (!arguments.contains(name) && !name.equals("root") && !name.equals("this")) {
            throw wrong("uses #%s, which %s does not have; it has %s"
                            .formatted(name, method, arguments.isEmpty() ? "no parameters" : arguments))
                    .detail(
                            arguments.isEmpty()
                                    ? "Give the method a parameter of this name, or take the key from elsewhere."
                                    : "Use one of %s. The names of parameters need the compiler's option -parameters."
                                            .formatted(arguments))
                    .build();
        }
    }

    private void requireBean(String reference) {
        String name = reference.replaceFirst("^&?@", "").replace("'", "");
        if (!beanFactory.containsBean(name)) {
            throw wrong("uses the bean %s, and there is none of this name".formatted(name))
                    .detail("Name a bean of the application after the @.")
                    .build();
        }
    }

    private void requireType(TypeReference type) {
        try {
            new SpelExpression(type.toStringAST(), (SpelNodeImpl) type, new SpelParserConfiguration()).getValue();
        } catch (EvaluationException ex) {
            throw wrong("uses %s, and there is no such type".formatted(type.toStringAST()))
                    .detail("Write the full name of a class into the T().")
                    .cause(ex)
                    .build();
        }
    }

    private void requireOfRoot(String name, Set<String> known, boolean isArgument) {
        if (!known.contains(name)) {
            throw wrong("uses %s, which is nothing that a call has".formatted(name))
                    .detail(
                            isArgument
                                    ? "Write #%s for the argument.".formatted(name)
                                    : "Write # before an argument, @ before a bean, and quotation marks around a text.")
                    .build();
        }
    }

    private ConfigurationError.Builder wrong(String message) {
        return ConfigurationError.builder(configKey, "\"%s\" %s".formatted(text, message));
    }
}
