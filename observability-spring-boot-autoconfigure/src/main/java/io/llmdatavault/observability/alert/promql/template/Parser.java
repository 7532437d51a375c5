package io.llmdatavault.observability.alert.promql.template;

import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * Makes nodes of tokens, by recursive descent. Names of functions and variables are looked up here, so that a misspelt
 * one is found when the template is loaded and not when the alert fires.
 */
final class Parser {

    /** How deeply control structures and parentheses may be nested. */
    private static final int MAXIMUM_DEPTH = 100;

    private final String text;

    private final List<Token> tokens;

    private final List<String> variables = new ArrayList<>(Executor.PREDEFINED);

    private final List<String> warnings = new ArrayList<>();

    private int next;

    private int depth;

    private int ranges;

    Parser(String text) {
        this.text = text;
        this.tokens = new Lexer(text).tokens();
    }

    List<String> warnings() {
        return warnings;
    }

    List<Node> parse() {
        List<Node> nodes = list();
        if (peek().type() != TokenType.END) {
            // What ended the list is the "end" or "else" of an action.
            next++;
            throw unexpected(nextNonSpace(), "input");
        }
        return nodes;
    }

    /** Everything up to {@code {{else}}, {{end}}} or the end of the template, which stay. */
    private List<Node> list() {
        List<Node> nodes = new ArrayList<>();
        while (peek().type() != TokenType.END) {
            Token token = tokens.get(next);
            if (token.type() == TokenType.TEXT) {
                next++;
                nodes.add(new Node.Text(token.text()));
                continue;
            }
            int action = next++;
            Token first = peekNonSpace();
            if (first.is("end") || first.is("else")) {
                next = action;
                return nodes;
            }
            nodes.add(action(first));
        }
        return nodes;
    }

    private Node action(Token first) {
        if (first.type() != TokenType.KEYWORD) {
            return new Node.Action(pipeline("command", TokenType.RIGHT_DELIMITER));
        }
        nextNonSpace();
        switch (first.text()) {
            case "if", "with", "range" -> {
                return control(first);
            }
            case "break", "continue" -> {
                if (ranges == 0) {
                    throw error(first, "{{" + first.text() + "}} outside of {{range}}");
                }
                expect(TokenType.RIGHT_DELIMITER, first.text());
                return first.is("break") ? new Node.Break() : new Node.Continue();
            }
            default ->
                throw error(first, "\"" + first.text() + "\" is not supported: a label or annotation is one template");
        }
    }

    /** The rest of {@code if}, {@code with} or {@code range}, up to its {@code end}. */
    private Node control(Token keyword) {
        enter(keyword);
        int scope = variables.size();
        Operand.Pipeline pipeline = pipeline(keyword.text(), TokenType.RIGHT_DELIMITER);
        ranges += keyword.is("range") ? 1 : 0;
        List<Node> body = list();
        ranges -= keyword.is("range") ? 1 : 0;
        List<Node> otherwise = List.of();
        if (ending(keyword).is("else")) {
            Token next = peekNonSpace();
            if (next.is("if") && keyword.is("if")) {
                // {{else if}} is an "if" inside of the "else", and both share one "end".
                nextNonSpace();
                otherwise = List.of(control(next));
                return leave(keyword, scope, pipeline, body, otherwise);
            }
            expect(TokenType.RIGHT_DELIMITER, "else");
            otherwise = list();
            Token end = ending(keyword);
            if (!end.is("end")) {
                throw error(end, "expected end; found " + end.described());
            }
        }
        expect(TokenType.RIGHT_DELIMITER, "end");
        return leave(keyword, scope, pipeline, body, otherwise);
    }

    private Node leave(Token keyword, int scope, Operand.Pipeline pipeline, List<Node> body, List<Node> otherwise) {
        variables.subList(scope, variables.size()).clear();
        depth--;
        return switch (keyword.text()) {
            case "if" -> new Node.If(pipeline, body, otherwise);
            case "with" -> new Node.With(pipeline, body, otherwise);
            default -> new Node.Range(pipeline, body, otherwise);
        };
    }

    /** The {@code else} or {@code end} that ended a list. */
    private Token ending(Token keyword) {
        if (peek().type() == TokenType.END) {
            throw error(keyword, "{{" + keyword.text() + "}} without {{end}}");
        }
        next++;
        return nextNonSpace();
    }

    private Operand.Pipeline pipeline(String context, TokenType end) {
        int position = peekNonSpace().position();
        List<String> declared = new ArrayList<>();
        boolean assign = declarations(declared, context);
        List<Operand.Command> commands = new ArrayList<>();
        while (true) {
            Token token = peekNonSpace();
            if (token.type() == end) {
                nextNonSpace();
                break;
            }
            if (!startsOperand(token)) {
                throw unexpected(token, context);
            }
            commands.add(command());
        }
        if (commands.isEmpty()) {
            throw error(position, "missing value for " + context);
        }
        for (Operand.Command command : commands.subList(1, commands.size())) {
            if (isValue(command.arguments().get(0))) {
                throw error(command.position(), "only a function can be given a value by |");
            }
        }
        return new Operand.Pipeline(position, List.copyOf(declared), assign, List.copyOf(commands));
    }

    /** The variables before {@code :=} or {@code =}, and whether it was the latter. */
    private boolean declarations(List<String> declared, String context) {
        int begin = next;
        Token variable = nextNonSpace();
        while (variable.type() == TokenType.VARIABLE) {
            Token operator = nextNonSpace();
            if (operator.type() == TokenType.DECLARE || operator.type() == TokenType.ASSIGN) {
                declared.add(variable.text());
                // As in Go, a variable may be named in its own definition; that fails when the template is executed.
                variables.addAll(declared);
                return operator.type() == TokenType.ASSIGN;
            }
            if (!operator.text().equals(",")) {
                break;
            }
            declared.add(variable.text());
            if (!context.equals("range") || declared.size() > 1) {
                throw error(operator, "too many declarations in " + context);
            }
            variable = nextNonSpace();
            if (variable.type() != TokenType.VARIABLE) {
                throw error(variable, "range can only set variables");
            }
        }
        next = begin;
        if (!declared.isEmpty()) {
            throw error(tokens.get(next), "expected := after the variables");
        }
        return false;
    }

    /** Operands up to a pipe, which is taken, or to the end of the pipeline, which stays. */
    private Operand.Command command() {
        List<Operand> arguments = new ArrayList<>();
        int position = peekNonSpace().position();
        while (true) {
            Token token = peekNonSpace();
            if (startsOperand(token)) {
                arguments.add(operand());
            }
            switch (peek().type()) {
                case SPACE -> {
                    continue;
                }
                case RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {
                    return new Operand.Command(position, List.copyOf(arguments));
                }
                case PIPE -> {
                    next++;
                    return new Operand.Command(position, List.copyOf(arguments));
                }
                default -> throw unexpected(peek(), "operand");
            }
        }
    }

    /** A term, and perhaps fields of it. */
    private Operand operand() {
        Operand term = term();
        if (peek().type() != TokenType.FIELD) {
            return term;
        }
        List<String> fields = new ArrayList<>();
        while (peek().type() == TokenType.FIELD) {
            fields.add(tokens.get(next++).text().substring(1));
        }
        if (term instanceof Operand.Field field) {
            fields.addAll(0, field.names());
            return new Operand.Field(term.position(), List.copyOf(fields));
        }
        if (term instanceof Operand.Variable variable) {
            return new Operand.Variable(term.position(), variable.name(), List.copyOf(fields));
        }
        if (isValue(term)) {
            throw error(term.position(), "unexpected . after term " + term);
        }
        return new Operand.Chain(term.position(), term, List.copyOf(fields));
    }

    private Operand term() {
        Token token = nextNonSpace();
        int position = token.position();
        return switch (token.type()) {
            case IDENTIFIER -> identifier(token);
            case DOT -> new Operand.Dot(position);
            case NIL -> new Operand.Nil(position);
            case FIELD -> new Operand.Field(position, List.of(token.text().substring(1)));
            case VARIABLE -> {
                requireVariable(token.text(), position);
                yield new Operand.Variable(position, token.text(), List.of());
            }
            case LEFT_PARENTHESIS -> {
                enter(token);
                Operand inner = pipeline("parenthesized pipeline", TokenType.RIGHT_PARENTHESIS);
                depth--;
                yield inner;
            }
            case BOOLEAN -> new Operand.Constant(position, token.text(), Boolean.valueOf(token.text()));
            default -> new Operand.Constant(position, token.text(), literal(token));
        };
    }

    private Operand identifier(Token token) {
        TemplateFunction function = TemplateFunctions.find(token.text());
        if (function == null) {
            throw error(token, TemplateFunctions.whyUnknown(token.text()));
        }
        if (!function.name().equals(token.text())) {
            warnings.add(Position.of(text, token.position()) + "Prometheus has no function \"" + token.text()
                    + "\"; write " + function.name() + ".");
        }
        return new Operand.Identifier(token.position(), token.text(), function);
    }

    private Object literal(Token token) {
        Object value = switch (token.type()) {
            case STRING -> GoStrings.unquote(token.text());
            case RAW_STRING ->
                token.text().substring(1, token.text().length() - 1).replace("\r", "");
            case CHARACTER -> GoStrings.unquoteCharacter(token.text());
            default -> GoNumbers.parseLiteral(token.text());
        };
        if (value == null) {
            throw error(
                    token,
                    token.type() == TokenType.NUMBER
                            ? "bad number, or one that is too large: " + token.text()
                            : "invalid escape in " + token.text());
        }
        return value;
    }

    private void requireVariable(String name, int position) {
        if (!variables.contains(name)) {
            throw error(position, "undefined variable \"" + name + "\"");
        }
    }

    private void enter(Token token) {
        if (++depth > MAXIMUM_DEPTH) {
            throw error(token, "the template is nested more deeply than " + MAXIMUM_DEPTH + " levels");
        }
    }

    /** Whether it can neither be called nor hold fields. */
    private static boolean isValue(Operand operand) {
        return operand instanceof Operand.Constant || operand instanceof Operand.Dot || operand instanceof Operand.Nil;
    }

    private static boolean startsOperand(Token token) {
        return switch (token.type()) {
            case IDENTIFIER,
                    FIELD,
                    VARIABLE,
                    DOT,
                    NIL,
                    BOOLEAN,
                    NUMBER,
                    CHARACTER,
                    STRING,
                    RAW_STRING,
                    LEFT_PARENTHESIS -> true;
            default -> false;
        };
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token peekNonSpace() {
        while (peek().type() == TokenType.SPACE) {
            next++;
        }
        return peek();
    }

    private Token nextNonSpace() {
        Token token = peekNonSpace();
        next += token.type() == TokenType.END ? 0 : 1;
        return token;
    }

    private void expect(TokenType type, String context) {
        Token token = nextNonSpace();
        if (token.type() != type) {
            throw unexpected(token, context);
        }
    }

    private PromQlException unexpected(Token token, String context) {
        return error(token, "unexpected " + token.described() + " in " + context);
    }

    private PromQlException error(Token token, String message) {
        return error(token.position(), message);
    }

    private PromQlException error(int position, String message) {
        return PromQlException.at(text, position, message);
    }
}
