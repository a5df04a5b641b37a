// Command program is a crew alone: the worker or the gateway, by its argument. The
// exam builds it where one of its controls has put a fault of our own into it.
package main

import (
	"fmt"
	"os"

	"makegood/internal/exam/crew"
	"makegood/internal/exam/process"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "the exam starts this program itself, as worker or gateway")
		os.Exit(2)
	}
	ctx, end := process.UntilStdinEnds()
	err := crew.Run(ctx, os.Args[1], os.Stdout)
	end()
	if err != nil {
		fmt.Fprintln(os.Stderr, os.Args[1]+":", err)
		os.Exit(1)
	}
}
