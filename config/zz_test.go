package config
import ("testing";"fmt";"strings";"time")
func TestZZ(t *testing.T){
 var deep strings.Builder
 for i:=0;i<1400;i++ { deep.WriteString(strings.Repeat(" ",i)+"a:\n") }
 var deepseq strings.Builder
 for i:=0;i<700;i++ { deepseq.WriteString(strings.Repeat(" ",2*i)+"-\n") }
 var dd strings.Builder
 for i:=0;i<300;i++ { dd.WriteString(strings.Repeat(" ",i*4)+"- - x:\n") }
 for n,s:=range map[string]string{"deep":deep.String(),"deepseq":deepseq.String(),"dd":dd.String(),"flow":"a: ["+strings.Repeat("1, ",4900)+"]","flowmap":"a: {"+strings.Repeat("b: 1, ",2400)+"}","keys":strings.Repeat("a: 1\n",3300),"literal":"a: |\n"+strings.Repeat("  x\n",1<<18),"lit2":"a: |\n"+strings.Repeat(" \n",1<<18),"folded":"a: >\n"+strings.Repeat("  x y\n\n",1<<17),"plain":"a: "+strings.Repeat("x\n  ",1<<18),"dq":"a: \""+strings.Repeat("\\u00e9",1<<17)+"\"","dqnl":"a: \""+strings.Repeat("\n x",1<<18)+"\"","comments":"a: 1\n"+strings.Repeat("# x\n",1<<17),"blank":"a: 1\n"+strings.Repeat("\n",1<<19)+"b: 2","spaces":"a: 1"+strings.Repeat(" ",1<<20-10)+"\n","text":"apology:\n  text: {en: \""+strings.Repeat("{{.Nope}} ",1500)+"\"}\n","bigtext":"apology:\n  text: {en: \""+strings.Repeat("{{.Nope}} ",100000)+"\"}\n", "ifs":"apology:\n  text: {en: \""+strings.Repeat("{{if .Ref}}",1300)+strings.Repeat("{{end}}",200)+"\"}\n", "parens":"apology:\n  text: {en: '{{if "+strings.Repeat("(",16000)+"'}\n", "anchors": "a: "+strings.Repeat("&a ",15)+"1\n","tags":strings.Repeat("!!a ",15)+"1\n"} {
  st:=time.Now(); _,err:=ParsePlay("x",[]byte(s)); d:=time.Since(st)
  m:=err.Error(); if len(m)>100 {m=m[:100]}
  fmt.Printf("%-9s %8d bytes %v %s\n",n,len(s),d,m)
 }
}
