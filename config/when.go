package config

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/ext"

	"makegood/recovery"
)

// condition is a play's when, ready to be asked. The nil condition always holds.
type condition struct {
	text    string
	program cel.Program
	looks   []string // at what
	unsure  bool     // it may be neither true nor false
}

// What a condition may cost, in CEL's own units: about a comparison each. What one
// may cost at the most is told at load, for lists of this length.
const (
	maxCost      = 50_000
	assumedItems = 100
	maxWhen      = 4 << 10 // bytes
)

// The customer and the payment as conditions see them: nothing by which a person
// could be reached, or their money.
type (
	aboutCustomer struct {
		ID       string `cel:"id"`
		Locale   string `cel:"locale"`
		TimeZone string `cel:"time_zone"`
		Segment  string `cel:"segment"`
	}
	aboutPayment struct {
		Amount   int64  `cel:"amount"`
		Currency string `cel:"currency"`
	}
)

// conditions is CEL as conditions may use it: over an observation, and bounded.
var conditions = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(
		ext.NativeTypes(reflect.TypeFor[aboutCustomer](), reflect.TypeFor[aboutPayment](), ext.ParseStructTags(true)),
		ext.Strings(),
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxWhen),
		cel.Variable("trigger", cel.StringType),
		cel.Variable("experience", cel.StringType),
		cel.Variable("incident", cel.StringType),
		cel.Variable("observed_at", cel.TimestampType),
		cel.Variable("occurred_at", cel.TimestampType),
		cel.Variable("resolved", cel.BoolType),
		cel.Variable("measures", cel.MapType(cel.StringType, cel.DoubleType)),
		cel.Variable("attributes", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("customer", cel.ObjectType("config.aboutCustomer")),
		cel.Variable("payment", cel.ObjectType("config.aboutPayment")),
	)
})

// whenError is one thing that is wrong with a condition, and where in its text.
type whenError struct {
	line, column int // from 1 and from 0
	wrong, right string
}

const whenExample = `write a condition such as attributes.ticket == "single" or customer.segment != "staff"`

// compileWhen checks a condition: it parses, it names what there is, it is true or
// false, and it cannot run long.
func compileWhen(text string) (*condition, []whenError) {
	if len(text) > maxWhen {
		return nil, []whenError{{1, 0, fmt.Sprintf("this has %d bytes", len(text)), fmt.Sprintf("write at most %d", maxWhen)}}
	}
	env, err := conditions()
	if err != nil {
		return nil, []whenError{{1, 0, err.Error(), ""}}
	}
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		var all []whenError
		for _, one := range issues.Errors() {
			if loneEquals(one.Message) {
				all = append(all, whenError{one.Location.Line(), one.Location.Column(), "a single = does not compare", `write ==, such as attributes.ticket == "single"`})
			}
		}
		all = append(all, foreignWords(text)...)
		if len(all) > 0 {
			return nil, all // what else there is comes of it
		}
		for _, one := range issues.Errors() {
			wrong, right := plainWhen(one.Message)
			all = append(all, whenError{one.Location.Line(), one.Location.Column(), wrong, right})
		}
		return nil, all
	}
	if !ast.OutputType().IsExactType(cel.BoolType) && !ast.OutputType().IsExactType(cel.DynType) {
		return nil, []whenError{{1, 0, fmt.Sprintf("this is %s, and not true or false", ast.OutputType()), whenExample}}
	}
	estimate, err := env.EstimateCost(ast, sizes{})
	if err != nil || estimate.Max > maxCost {
		return nil, []whenError{{1, 0, "this could take too long to answer", "write it without lists inside lists"}}
	}
	if wrong := unbounded(ast); wrong != "" {
		return nil, []whenError{{1, 0, wrong, "compare what was reported as it is: ==, in, startsWith, contains, lowerAscii, or matches with a short expression"}}
	}
	if wrong := neverMeant(ast); len(wrong) > 0 {
		return nil, wrong
	}
	program, err := env.Program(ast, cel.CostLimit(maxCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		wrong, right := plainWhen(err.Error())
		return nil, []whenError{{1, 0, wrong, right}}
	}
	return &condition{text: text, program: program, looks: looksOf(ast), unsure: !ast.OutputType().IsExactType(cel.BoolType)}, nil
}

// sizes tells CEL how long what it does not know may be.
type sizes struct{}

func (sizes) EstimateSize(cost.AstNode) *cost.SizeEstimate {
	return &cost.SizeEstimate{Min: 0, Max: assumedItems}
}

func (sizes) EstimateCallCost(_, _ string, _ *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	return nil
}

var (
	undeclared     = regexp.MustCompile(`undeclared reference to '([^']*)'.*`)
	undefinedField = regexp.MustCompile(`undefined field '([^']*)'`)
)

var whenNames = []string{
	"attributes", "customer.id", "customer.locale", "customer.segment", "customer.time_zone", "experience", "incident",
	"measures", "observed_at", "occurred_at", "payment.amount", "payment.currency", "resolved", "trigger",
}

// loneEquals says whether CEL stumbles over a = where == was meant.
func loneEquals(message string) bool {
	return strings.Contains(message, "token recognition error at: '=")
}

// plainWhen says a message of CEL's in our words, and what would be right.
func plainWhen(message string) (wrong, right string) {
	if found := undeclared.FindStringSubmatch(message); found != nil {
		heads := []string{"customer", "payment"} // what stands before a point
		if function := nearest(found[1], whenFunctions); function != "" && strings.EqualFold(function, found[1]) {
			return fmt.Sprintf("there is no %q", found[1]), "write " + function
		}
		return fmt.Sprintf("there is no %q", found[1]), suggestion(nearest(found[1], append(heads, whenNames...)), whenNames)
	}
	if found := undefinedField.FindStringSubmatch(message); found != nil {
		return fmt.Sprintf("there is no field %q", found[1]), suggestion("", whenNames)
	}
	if strings.Contains(message, "'<EOF>'") {
		return "this breaks off", whenExample
	}
	if wrong, right := mismatch(message); wrong != "" {
		return wrong, right
	}
	message = strings.ReplaceAll(message, "config.aboutCustomer", "customer")
	message = strings.ReplaceAll(message, "config.aboutPayment", "payment")
	return cut200(strings.TrimPrefix(message, "Syntax error: ")), whenExample
}

func cut200(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

var noSuchKey = regexp.MustCompile(`no such key: (\S+)`)

// holds says whether the condition holds for an observation, and where it does not,
// why, in plain words. Where it cannot be answered it does not hold.
func (c *condition) holds(o *recovery.Observation) (bool, string) {
	if c == nil {
		return true, ""
	}
	if c.program == nil {
		return false, c.text + " is no condition"
	}
	result, _, err := c.program.Eval(seenBy(o))
	if err != nil {
		if found := noSuchKey.FindStringSubmatch(err.Error()); found != nil {
			return false, fmt.Sprintf("%s is not given, and it asks for %s", found[1], c.text)
		}
		wrong, _ := plainWhen(err.Error())
		return false, fmt.Sprintf("%s cannot be answered: %s", c.text, wrong)
	}
	switch answer := result.Value().(type) {
	case bool:
		return answer, c.text + " is not so"
	default:
		return false, c.text + " is neither true nor false"
	}
}

// seenBy is an observation as conditions see it.
func seenBy(o *recovery.Observation) map[string]any {
	attributes, measures := map[string]any{}, map[string]float64{}
	maps.Copy(attributes, o.Attributes)
	maps.Copy(measures, o.Measures)
	customer := aboutCustomer{ID: o.Customer.ID, Locale: o.Customer.Locale, TimeZone: o.Customer.TimeZone, Segment: o.Customer.Segment}
	var payment aboutPayment
	if o.Payment != nil {
		payment = aboutPayment{Amount: o.Payment.Amount, Currency: string(o.Payment.Currency)}
	}
	return map[string]any{
		"trigger": o.Trigger, "experience": o.Experience, "incident": o.Incident,
		"observed_at": o.ObservedAt, "occurred_at": o.OccurredAt, "resolved": o.Resolved,
		"measures": measures, "attributes": attributes, "customer": customer, "payment": payment,
	}
}
