package journey

// sample is a journey in which every standing is there, with names as long as
// they get in German and Polish.
func sample() Journey {
	return Journey{
		Name: "A flight, from the booking to the bags", About: "What a passenger of ours goes through, and where it can go wrong.",
		Stages: []Stage{
			{Name: "Book", About: "Finds a flight and pays for it.", Failures: []Failure{
				{Name: "The payment is taken twice", Trigger: "payment.doubled", Cause: "a timeout towards the bank", Fixed: true, Fix: "the second one is voided before the page is shown"},
				{Name: "The confirmation does not arrive"},
			}},
			{Name: "Sicherheitskontrolle und Bordkartenüberprüfung", About: "Bordkarte & Ausweis <am Schalter>.", Failures: []Failure{
				{Name: "Rechtsschutzversicherungsgesellschaftenzusammenschlussverzögerung", Trigger: "security.queue_longer_than_what_was_promised_to_the_passengers.in_terminal_one", Cause: "Personalmangel"},
			}},
			{Name: "Fly", Failures: []Failure{
				{Name: "The flight lands late", Trigger: "flight.delayed", Cause: "weather, traffic, crews"},
				{Name: "The wifi does not work", Trigger: "wifi.down", Cause: "the aerial", Monitor: "Flugzeugdatenübertragungsüberwachungszentrale; silent after 6h"},
				{Name: "The seat is not the one that was paid for", Trigger: "seat.changed", Monitor: "gate scanners; silent after 1d"},
			}},
			{Name: "Odbiór bagażu na lotnisku docelowym", About: "Konstantynopolitańczykowianeczka czeka przy taśmie.", Failures: []Failure{
				{Name: "Bagaż zaginął i nikt nie wie, gdzie się znajduje", Trigger: "bag.lost"},
			}},
			{Name: "Afterwards"},
		},
	}
}

func samplePlays() []Play {
	return []Play{
		{Name: "late-flight", Version: 3, Trigger: "flight.delayed", Tiers: []string{"from 120: coupon for 10% off, valid 365d", "from 180: refund of 25%", "from 360: refund of 100%"}, Monitor: "ops feed of arrivals; silent after 6h"},
		{Name: "late-flight-of-staff-who-travel-on-a-reduced-fare", Version: 1, Trigger: "flight.delayed", When: `attributes.fare == "staff" && customer.segment in ["crew", "ground"]`, Tiers: []string{"from 360: refund of 100%"}},
		{Name: "other-seat", Version: 2, Trigger: "seat.changed", Tiers: []string{"from 1: refund of 5%", "from 2: refund of 6%", "from 3: refund of 7%", "from 4: refund of 8%", "from 5: refund of 9%"}},
		{Name: "lost-bag", Version: 12, Trigger: "bag.lost", Tiers: []string{"from 1d: credit of 50.00 EUR"}, Clock: "time is counted by working days until 2d have passed, then by all days, in Europe/London", Monitor: "Gepäckermittlungsdatenbankschnittstelle; silent after 2d"},
		{Name: "dropped-calls", Version: 1, Trigger: "call.dropped", Tiers: []string{"from 3: credit of 5.00 USD", "from 8: credit of 15.00 USD"}},
	}
}
